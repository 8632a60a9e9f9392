"""Behind a shield, a CancelledError can only be the task's.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled test_the_task_goes_on test_both_are_cancelled
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def result_or_default(task: asyncio.Task[T], default: T) -> T:
    """Wait until `task` is done, and return its result, or `default` if the task was cancelled.

    It returns as soon as the task is done; for one that was done before, at once. Only a task that
    ended as cancelled gives the default: whatever a task returns is its result. If the task fails,
    its exception comes out, the same object.

    The task is shared with others. If it is the call that is cancelled, it ends as cancelled, at
    once, and the task goes on undisturbed. So it does if both are cancelled at the same moment: the
    call ends as cancelled. (Before the call, nobody has asked the calling task to stop.)
    """
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        return default
