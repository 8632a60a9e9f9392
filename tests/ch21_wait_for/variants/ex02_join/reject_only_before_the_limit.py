"""The `CancelledError` that comes out of a task that I have just cancelled is the task's.

kills: test_cancelled_in_the_clean_up
loses: test_cancelled_in_the_clean_up
"""

import asyncio
from typing import Any


async def join(task: asyncio.Task[Any], seconds: float) -> str:
    try:
        await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
    if not task.done():
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        return "timeout"
    if task.cancelled():
        return "cancelled"
    task.result()
    return "done"
