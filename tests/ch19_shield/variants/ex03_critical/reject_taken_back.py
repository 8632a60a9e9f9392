"""Who catches a cancellation and waits on has to take it back with `uncancel()`.

kills: test_cancelled_beside_a_time_limit
loses: test_cancelled_beside_a_time_limit
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def critical(section: Callable[[], Coroutine[Any, Any, T]]) -> T:
    task = asyncio.create_task(section())
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            asyncio.current_task().uncancel()
            cancelled = error
    if cancelled is not None:
        if not task.cancelled():
            task.exception()
        raise cancelled
    return task.result()
