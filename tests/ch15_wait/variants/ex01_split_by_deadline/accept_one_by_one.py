"""One task is waited for after the other, but all share one deadline."""

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
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout
    for task in tasks:
        await asyncio.wait([task], timeout=max(0, deadline - loop.time()))
    done: list[asyncio.Task[Any]] = []
    others: list[asyncio.Task[Any]] = []
    for task in tasks:
        (done if task.done() else others).append(task)
    return done, others
