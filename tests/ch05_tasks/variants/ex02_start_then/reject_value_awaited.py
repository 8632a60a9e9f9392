"""What can be awaited has to be awaited.

kills: test_a_value_to_await
loses: test_a_value_to_await
"""

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

R = TypeVar("R")
T = TypeVar("T")


async def start_then(
    background: Callable[[], Coroutine[Any, Any, T]], action: Callable[[], R]
) -> tuple[asyncio.Task[T], R]:
    task = asyncio.create_task(background())
    await asyncio.sleep(0)
    value = action()
    if inspect.isawaitable(value):
        value = await value
    return task, value
