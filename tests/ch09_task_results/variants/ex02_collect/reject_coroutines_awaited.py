"""A task runs when its coroutine is awaited, by `get_coro()`.

kills: test_many_collect_the_same_tasks
loses: test_results_in_order test_no_sooner_and_no_later test_results_that_look_empty
    test_many_collect_the_same_tasks test_a_task_that_fails test_a_task_that_was_cancelled
    test_a_result_that_is_an_exception test_a_later_task_that_fails_first test_the_same_task_twice
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
    return [await task.get_coro() for task in tasks]
