"""All that a task can fail with is derived from `Exception`.

kills: test_an_exception_of_another_kind
loses: test_an_exception_of_another_kind
"""

import asyncio
from collections.abc import Callable
from typing import Any


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
    if not task.done():
        report("pending")
        await asyncio.wait([task])
    try:
        task.result()
        word = "succeeded"
    except asyncio.CancelledError:
        word = "cancelled"
    except Exception:
        word = "failed"
    report(word)
    return word
