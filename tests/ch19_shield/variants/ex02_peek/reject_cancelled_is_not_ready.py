"""A task that was cancelled has no result, and that is the same as not being done.

kills: test_somebody_cancels_the_task
loses: test_somebody_cancels_the_task
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def peek(task: asyncio.Task[T], seconds: float) -> tuple[bool, T | None]:
    await asyncio.wait({task}, timeout=seconds)
    if not task.done() or task.cancelled():
        return False, None
    return True, task.result()
