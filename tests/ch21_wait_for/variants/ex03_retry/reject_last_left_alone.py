"""A cancelled read has to be waited for only if another one follows.

kills: test_a_single_attempt
loses: test_a_single_attempt
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def read_with_retry(
    read: Callable[[], Coroutine[Any, Any, T]], attempts: int, seconds: float
) -> T:
    task: asyncio.Task[T] | None = None
    for _ in range(attempts):
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)
        task = asyncio.create_task(read())
        try:
            await asyncio.wait({task}, timeout=seconds)
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
        if task.done():
            return task.result()
        task.cancel()
    raise TimeoutError
