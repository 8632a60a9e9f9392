"""A cancelled task is done, so `cancelled()` may be asked first; the rest is told by `match`."""

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
    match task.done() and task.exception():
        case False:
            return "pending"
        case None:
            return "succeeded"
        case _:
            return "failed"
