"""Whoever waits for a task takes its result, and a task that is done has one.

kills: test_whatever_they_end_with
loses: test_whatever_they_end_with test_a_timeout_of_its_own
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any


async def wait_with_progress(
    tasks: Sequence[asyncio.Task[Any]], interval: float, report: Callable[[int, int], object]
) -> None:
    """Wait until all `tasks` have ended, and report meanwhile how many of them have.

    After each `interval` seconds, counted from the call, `report(ended, total)` is called if some
    tasks have not ended yet: `ended` is how many have ended by then, before the call or since, and
    `total` how many tasks there are. As soon as the last one has ended, the call returns, without
    another report. There may be no tasks at all.

    A task has ended if it is done, in whatever way: with a value, with an exception, or as
    cancelled. Nothing that a task ends with is raised here.

    It only waits: no task is cancelled. If the call itself is cancelled, it ends as cancelled,
    the tasks go on, and nothing more is reported.

    `interval` is more than 0, and `report` raises nothing. (What happens with a task that ends at
    the very moment of a report is left open.)
    """
    pending = set(tasks)
    while pending:
        done, pending = await asyncio.wait(pending, timeout=interval)
        for task in done:
            task.result()
        if pending:
            report(len(tasks) - len(pending), len(tasks))
