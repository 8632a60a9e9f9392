"""None means that nothing was read.

kills: test_an_empty_value
loses: test_an_empty_value
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def read_with_retry(
    read: Callable[[], Coroutine[Any, Any, T]], attempts: int, seconds: float
) -> T:
    value = None
    for _ in range(attempts):
        try:
            value = await asyncio.wait_for(read(), seconds)
        except TimeoutError:
            continue
        if value is not None:
            break
    if value is None:
        raise TimeoutError
    return value
