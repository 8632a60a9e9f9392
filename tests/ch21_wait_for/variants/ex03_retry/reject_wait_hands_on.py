"""`asyncio.wait` hands a cancellation on to what it waits for, as `await task` does.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled test_cancelled_at_any_moment
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def read_with_retry(
    read: Callable[[], Coroutine[Any, Any, T]], attempts: int, seconds: float
) -> T:
    for _ in range(attempts):
        task = asyncio.create_task(read())
        done, _pending = await asyncio.wait({task}, timeout=seconds)
        if done:
            return task.result()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    raise TimeoutError
