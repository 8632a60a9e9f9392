"""A background that is done has to be looked at.

kills: test_a_background_that_fails_at_once
loses: test_a_background_that_fails_at_once
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

R = TypeVar("R")
T = TypeVar("T")


async def start_then(
    background: Callable[[], Coroutine[Any, Any, T]], action: Callable[[], R]
) -> tuple[asyncio.Task[T], R]:
    task = asyncio.create_task(background())
    await asyncio.sleep(0)
    if task.done():
        task.result()
    return task, action()
