"""To look ten times a second is as good as being told.

kills: test_a_result
loses: test_a_result
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
    while not task.done():
        await asyncio.sleep(0.1)
    return default if task.cancelled() else task.result()
