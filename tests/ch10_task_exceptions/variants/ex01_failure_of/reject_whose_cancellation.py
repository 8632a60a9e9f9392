"""If the task was cancelled, the `CancelledError` that came out while waiting for it was the task's.

kills: test_both_are_cancelled
loses: test_both_are_cancelled
"""

import asyncio
from typing import Any


async def failure_of(task: asyncio.Task[Any]) -> BaseException | None:
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        if task.cancelled():
            return None
        raise
    except BaseException as error:
        return error
    return None
