"""Each `CancelledError` that comes out of the shield means that the call was cancelled once more.

kills: test_a_section_that_ends_as_cancelled
loses: test_a_section_that_ends_as_cancelled
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def critical(section: Callable[[], Coroutine[Any, Any, T]]) -> T:
    task = asyncio.create_task(section())
    cancelled = None
    while True:
        try:
            value = await asyncio.shield(task)
            break
        except asyncio.CancelledError as error:
            cancelled = error
        except BaseException:
            if cancelled is None:
                raise
            break
    if cancelled is not None:
        raise cancelled
    return value
