"""A `TimeoutError` that comes out of `wait_for` was made by its limit.

kills: test_a_timeout_of_its_own
loses: test_a_timeout_of_its_own
"""

import asyncio
from typing import Any


async def join(task: asyncio.Task[Any], seconds: float) -> str:
    """Wait for `task` for at most `seconds` (more than 0), and tell how it ended.

    `task` may be done already; then the answer comes at once.

    Returns:
        "done" as soon as `task` has returned.
        "timeout" if the limit passed before: then `task` was cancelled, and has ended, its clean-up
        included.
        "cancelled" as soon as `task` has ended because somebody else cancelled it.

    Raises:
        Exception: what `task` failed with, as soon as it has: the same object, also if it is a
            `TimeoutError` of the task's own.

    If the call itself is cancelled, by whatever means, a limit around it included, `task` is
    cancelled as well, and the call ends as cancelled once `task` has ended. If it is cancelled while
    `task` still cleans up after the limit, it ends as cancelled, too; whether it waits for the rest
    of that clean-up, and whether it disturbs it, is left open.

    What comes out if `task` doesn't end as cancelled when the call has cancelled it is left open. So
    is a cancellation of the call at the moment at which `task` ends, a call by somebody whom others
    had asked to cancel before, and the limit of a `task` that cleans up because others cancelled it.
    """
    try:
        await asyncio.wait_for(task, seconds)
    except TimeoutError:
        return "timeout"
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():
            raise
        return "cancelled"
    return "done"
