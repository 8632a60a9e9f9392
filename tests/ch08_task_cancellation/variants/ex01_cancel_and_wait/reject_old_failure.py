"""A failure of the task has to come out of the call, however long ago it was.

kills: test_tasks_that_were_done
loses: test_tasks_that_were_done
"""

import asyncio
from typing import Any


async def cancel_and_wait(task: asyncio.Task[Any]) -> bool:
    """Request that `task` be cancelled, and return when it is done.

    The task may take its time to clean up: it gets one request, and is left alone until its end.
    A task that was done before the call is left as it is. `task` isn't the task that makes the
    call.

    Returns:
        True if the request ended the task as cancelled. False if the task was done before the
        call, in whatever way, or if it ended with a result in spite of the request, whatever
        object that result is.

    Raises:
        BaseException: any other exception that the request made the task end with, the same
            object.

    If the call itself is cancelled while it waits, it ends as cancelled; what that means for the
    task is left open.
    """
    requested = task.cancel()
    if requested:
        await asyncio.wait([task])
    if task.cancelled():
        return requested
    task.result()
    return False
