"""A CancelledError that comes out of `await task` says that the task was cancelled.

kills: test_the_caller_is_cancelled
loses: test_a_failure_of_another_kind test_the_caller_is_cancelled test_both_are_cancelled
"""

import asyncio
from typing import Any


async def failure_of(task: asyncio.Task[Any]) -> BaseException | None:
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        return None
    except Exception as error:
        return error
    return None
