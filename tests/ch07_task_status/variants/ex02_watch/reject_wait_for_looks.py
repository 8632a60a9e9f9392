"""`wait_for` looks whether the task gets ready in time, and what it raises can be dropped.

kills: test_a_task_that_works test_the_watcher_is_cancelled
loses: test_a_task_that_works test_a_task_that_fails test_an_exception_of_another_kind
    test_a_returned_exception test_the_watcher_is_cancelled test_a_task_that_goes_on
    test_both_are_cancelled
"""

import asyncio
from collections.abc import Callable
from typing import Any


def _status(task: asyncio.Task[Any]) -> str:
    if not task.done():
        return "pending"
    if task.cancelled():
        return "cancelled"
    return "succeeded" if task.exception() is None else "failed"


async def watch(task: asyncio.Task[Any], interval: float, report: Callable[[str], object]) -> str:
    """Report how `task` stands, and go on until it is done; return the last word.

    The words are those of ex01: "pending", "succeeded", "failed" and "cancelled", with
    the same meaning. (One exercise can't import another: bring along what you need of it.)

    `report(word)` is a plain function that raises nothing. It is called with the first word at
    once, and after that only when the word has changed, at the latest `interval` seconds (more
    than 0) after the change. Right after the report of any word but "pending" the call returns, and
    no time passes in between. So a task that is done already gets one report.

    Watching is no more than looking. Whatever the task ends with, nothing of it is raised here.
    If the call is cancelled, it ends as cancelled, and the task goes on as if nobody had watched:
    nobody asks it to stop.
    """
    report(_status(task))
    while not task.done():
        try:
            await asyncio.wait_for(task, interval)
        except (Exception, asyncio.CancelledError):
            pass
        if task.done():
            report(_status(task))
    return _status(task)
