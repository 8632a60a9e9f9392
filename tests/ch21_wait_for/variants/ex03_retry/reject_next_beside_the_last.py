"""After `task.cancel()` the read is over, and the next may begin.

kills: test_a_single_attempt
loses: test_a_single_attempt test_one_at_a_time test_cancelled_in_the_clean_up
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
        try:
            await asyncio.wait({task}, timeout=seconds)
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise
        if task.done():
            return task.result()
        task.cancel()
    raise TimeoutError
