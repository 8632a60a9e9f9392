"""When the limit passes, `CancelledError` may come out of the wait, too.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled test_cancelled_in_the_clean_up
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def read_with_retry(
    read: Callable[[], Coroutine[Any, Any, T]], attempts: int, seconds: float
) -> T:
    for _ in range(attempts):
        try:
            return await asyncio.wait_for(read(), seconds)
        except (TimeoutError, asyncio.CancelledError):
            continue
    raise TimeoutError
