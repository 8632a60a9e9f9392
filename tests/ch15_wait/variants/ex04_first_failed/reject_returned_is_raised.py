"""A task that ends with an exception object has failed, whether it raised or returned it.

kills: test_a_returned_exception
loses: test_a_returned_exception
"""

import asyncio
from collections.abc import Sequence
from typing import Any


async def first_failed(tasks: Sequence[asyncio.Task[Any]]) -> asyncio.Task[Any] | None:
    """Wait until one of `tasks` has failed, and return that task.

    A task has failed if it ended with an exception, before the call or since; one that was
    cancelled has not. As soon as there is a failed one, the call returns it. If several fail in
    the same turn of the event loop, it returns the one that is earliest in `tasks`, whichever of
    them was a step ahead. (One that fails a turn or two after the first, before the call can know
    of that, may be returned as well; and of several that failed before the call, any one.)

    When all have ended, and none has failed, it returns None; it also does if there are no tasks
    at all.

    It only watches: no task is cancelled, those that have not ended go on, and nothing that a
    task ends with is raised here. That also holds if the call itself is cancelled; it ends as
    cancelled then.
    """
    def failed(task: asyncio.Task[Any]) -> bool:
        if not task.done() or task.cancelled():
            return False
        return isinstance(task.exception() or task.result(), BaseException)

    pending = set(tasks)
    while pending:
        _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if failed(task):
                return task
    return None
