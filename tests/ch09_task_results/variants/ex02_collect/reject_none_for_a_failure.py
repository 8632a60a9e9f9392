"""A task that fails must not spoil the results of the others: None stands for its result.

kills: test_a_task_that_fails
loses: test_a_task_that_fails test_a_later_task_that_fails_first
"""

import asyncio
from collections.abc import Sequence
from typing import Any


async def collect(tasks: Sequence[asyncio.Task[Any]]) -> list[Any]:
    """Return the results of `tasks`, in their order, as soon as the last task is done.

    The tasks are under way already, or done; there may be none at all, and one may be there twice.
    They belong to the caller, and so does the sequence: any number of calls may collect the same
    tasks, at the same time or later on, and each gets all results.

    Whatever a task returns is a result. If one fails, its exception comes out, the same object; if
    one was cancelled, a CancelledError comes out. Whether that happens at once, or only when more
    of the tasks are done, is left open. So is what it means for the tasks if a call is cancelled.
    """
    results = []
    for task in tasks:
        try:
            results.append(await task)
        except Exception:
            results.append(None)
    return results
