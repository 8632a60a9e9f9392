"""A task is cancelled as soon as it was asked to stop, and `cancelling()` tells.

kills: test_a_task_that_is_cancelled test_a_task_that_goes_on
loses: test_a_task_that_is_cancelled test_a_task_that_goes_on test_an_error_in_the_clean_up
"""

import asyncio
from typing import Any


def status(task: asyncio.Task[Any]) -> str:
    """Say in one word how `task` stands.

    Returns:
        "pending" as long as its coroutine has not come to its end: it may not have begun, it may
        wait, or it was asked to stop and has not stopped yet.
        "succeeded" if it came to its end with a result, whatever object that is.
        "failed" if it ended with an exception, of any class but `CancelledError`, also of one that
            isn't derived from `Exception`.
        "cancelled" if it ended with `CancelledError`, or was cancelled before it began.

    This is a plain function: it answers at once, at any moment, for any task. It raises nothing,
    and it neither stops nor hurries the task. (It may look at the exception of a task that failed,
    which counts as retrieving it.)
    """
    if task.cancelling():
        return "cancelled"
    if not task.done():
        return "pending"
    if task.cancelled():
        return "cancelled"
    if task.exception() is not None:
        return "failed"
    return "succeeded"
