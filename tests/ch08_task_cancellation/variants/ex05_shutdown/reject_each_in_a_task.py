"""A task that I create runs before those that were there already.

kills: test_tasks_that_never_began
loses: test_tasks_that_never_began test_the_caller_is_cancelled
"""

import asyncio
from collections.abc import Collection
from typing import Any


def _end_of(task: asyncio.Task[Any]) -> str:
    """What became of the task, in a word."""
    if not task.done():
        return "stuck"
    if task.cancelled():
        return "cancelled"
    return "failed" if task.exception() else "finished"


async def stop(task: asyncio.Task[Any], grace: float) -> None:
    """Ask one task to stop, and wait for that."""
    task.cancel("shutdown")
    await asyncio.wait([task], timeout=grace)


async def shutdown(tasks: Collection[asyncio.Task[Any]], grace: float) -> dict[str, str]:
    """Ask all `tasks` to stop, wait until they have, and return what became of each.

    Every task that isn't done is cancelled with the message "shutdown", exactly once, and before
    any of them takes another step. Then the call waits until all are done, at most `grace`
    seconds (more than 0), and returns as soon as that is so. There may be no tasks at all. The
    collection and the tasks' names stay as they are meanwhile.

    The task that makes the call may be among `tasks`, also as the only one: it is left out of
    everything. If that task is cancelled while it waits here, the call ends as cancelled.

    Returns:
        For each task's name (they all differ) a word: "cancelled" if the task ended as
        cancelled, "finished" if it has a result, whatever object that is, "failed" if it ended
        with any other exception, "stuck" if it isn't done yet. A stuck task is left alone.
    """
    others = [task for task in tasks if task is not asyncio.current_task()]

    stops = [asyncio.create_task(stop(task, grace)) for task in others]
    if stops:
        await asyncio.wait(stops)
    return {task.get_name(): _end_of(task) for task in others}
