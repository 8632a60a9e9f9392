"""`task.cancel()` ends a task on the spot, so there is nothing to wait for.

kills: test_the_slow_task_has_ended
loses: test_the_slow_task_has_ended test_the_caller_is_cancelled
"""

import asyncio
from typing import Any


async def join(task: asyncio.Task[Any], seconds: float) -> str:
    """Wait for `task` for at most `seconds` (more than 0), and tell how it ended.

    Returns:
        "done" as soon as `task` has returned.
        "timeout" if the limit passed before: then `task` was cancelled, and has ended, its clean-up
        included.
        "cancelled" as soon as `task` has ended because somebody else cancelled it.

    Raises:
        Exception: what `task` failed with, as soon as it has: the same object, also if it is a
            `TimeoutError` of the task's own.

    If the call itself is cancelled, by whatever means, a limit around it included, `task` is
    cancelled as well, and the call ends as cancelled once `task` has ended.

    What comes out if `task` doesn't end as cancelled when the call has cancelled it is left open. So
    is a call by somebody whom others had asked to cancel before.
    """
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not done:
        task.cancel()
        return "timeout"
    if task.cancelled():
        return "cancelled"
    task.result()
    return "done"
