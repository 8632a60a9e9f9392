"""The result says it all: it is None until the task is done.

kills: test_a_task_that_works
loses: test_a_task_that_works test_a_task_that_is_cancelled test_a_task_that_goes_on
    test_results_of_all_kinds
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
    if task.cancelled():
        return "cancelled"
    try:
        result = task.result()
    except BaseException:
        return "failed"
    return "pending" if result is None else "succeeded"
