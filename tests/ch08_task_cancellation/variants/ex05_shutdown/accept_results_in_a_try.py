"""Waits for all, then asks each for its result; what fails is an `Exception`."""

import asyncio
from collections.abc import Collection
from typing import Any


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
    for task in others:
        task.cancel("shutdown")
    if others:
        await asyncio.wait(others, timeout=grace)
    words = {task.get_name(): "stuck" for task in others}
    for task in others:
        if not task.done():
            continue
        try:
            task.result()
            words[task.get_name()] = "finished"
        except asyncio.CancelledError:
            words[task.get_name()] = "cancelled"
        except Exception:
            words[task.get_name()] = "failed"
    return words
