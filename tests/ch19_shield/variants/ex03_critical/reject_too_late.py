"""If the section is done when the `CancelledError` arrives, the cancellation came too late.

kills: test_cancelled_at_any_moments
loses: test_cancelled_at_any_moments
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def critical(section: Callable[[], Coroutine[Any, Any, T]]) -> T:
    task = asyncio.create_task(section())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError as error:
        if task.done():
            return task.result()
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                pass
        if not task.cancelled():
            task.exception()
        raise error
