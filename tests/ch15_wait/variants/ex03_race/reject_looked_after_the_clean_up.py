"""Who is done when all have ended may be looked at just as well.

kills: test_an_answer_to_the_cancellation
loses: test_an_answer_to_the_cancellation
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def race(*coros: Coroutine[Any, Any, T]) -> T:
    if not coros:
        raise ValueError("there are no coros")
    tasks = [asyncio.create_task(coro) for coro in coros]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return next(task for task in tasks if not task.cancelled()).result()
