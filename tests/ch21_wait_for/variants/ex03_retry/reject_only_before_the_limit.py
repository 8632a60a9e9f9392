"""The `CancelledError` that comes out of a read that I have just cancelled is the read's.

kills: test_cancelled_in_the_clean_up
loses: test_cancelled_in_the_clean_up
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def read_with_retry(
    read: Callable[[], Coroutine[Any, Any, T]], attempts: int, seconds: float
) -> T:
    for _ in range(attempts):
        task = asyncio.create_task(read())
        try:
            await asyncio.wait({task}, timeout=seconds)
            if task.done():
                return task.result()
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    raise TimeoutError
