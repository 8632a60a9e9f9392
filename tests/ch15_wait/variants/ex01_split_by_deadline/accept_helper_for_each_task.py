"""A small task of its own waits for each task, in a group that has a time limit."""

import asyncio
from collections.abc import Sequence
from typing import Any


async def split_by_deadline(
    tasks: Sequence[asyncio.Task[Any]], timeout: float
) -> tuple[list[asyncio.Task[Any]], list[asyncio.Task[Any]]]:
    """Wait until all `tasks` are done, at most `timeout` seconds; return the done and the others.

    A task is done when it has ended, in whatever way: with a value, with an exception, or as
    cancelled. Nothing that a task ends with is raised here. The call returns as soon as all are
    done; when the time is up (at once, if `timeout` is 0), it returns all the same. There may be no
    tasks at all.

    It only waits: no task is cancelled, and those that are not done go on. That also holds if the
    call itself is cancelled; it ends as cancelled then.

    Returns:
        The tasks that are done, and those that aren't, each list in the order of `tasks`. (On
        which of them a task is that ends at the very moment when the time is up, is left open.)
    """

    async def until_done(task: asyncio.Task[Any]) -> None:
        await asyncio.wait([task])

    try:
        async with asyncio.timeout(timeout), asyncio.TaskGroup() as group:
            for task in tasks:
                group.create_task(until_done(task))
    except TimeoutError:
        pass
    return [task for task in tasks if task.done()], [task for task in tasks if not task.done()]
