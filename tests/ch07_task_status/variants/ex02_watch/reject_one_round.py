"""Each look is worth a report; or else, the task is done after one interval.

kills: test_a_task_that_works
loses: test_a_task_that_works test_a_task_that_fails test_an_exception_of_another_kind
    test_a_returned_exception test_a_task_that_is_cancelled test_a_task_that_goes_on
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
    word = _status(task)
    report(word)
    if word == "pending":
        await asyncio.wait([task], timeout=interval)
        word = _status(task)
        report(word)
    return word
