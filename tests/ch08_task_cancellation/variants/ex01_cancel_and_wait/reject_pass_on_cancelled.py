"""A CancelledError that comes out of `await task` is always the task's, so it can be dropped.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled
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
    if task.done():
        return False
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    return task.cancelled()
