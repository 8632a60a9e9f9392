"""A task that is done has returned.

kills: test_done_before_the_call
loses: test_done_before_the_call
"""

import asyncio
from typing import Any


async def join(task: asyncio.Task[Any], seconds: float) -> str:
    if task.done():
        return "done"
    try:
        await asyncio.wait_for(task, seconds)
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():
            raise
        return "cancelled"
    except TimeoutError:
        if task.cancelled():
            return "timeout"
        raise
    return "done"
