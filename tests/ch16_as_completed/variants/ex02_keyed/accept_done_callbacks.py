"""A callback notes which task is done."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def completion_order(jobs: dict[str, Coroutine[Any, Any, Any]]) -> list[tuple[str, Any]]:
    """Run all `jobs` at the same time; return their names and results in the order of their ends.

    When all have finished, the call returns a list of pairs, the name of a job and its result, in
    the order in which the jobs finished. (The order of those that finish at the same moment is
    left open.) There may be no jobs at all. Jobs may have equal results.

    If a job fails, its exception comes out at that very moment, the same object. Here the other
    jobs may go on by themselves then, so the house rule about tasks that are left doesn't count
    in that case. (You may also end them; then the exception may wait until they have cleaned up.)

    It works on Python 3.11, too. Nobody cancels a job or the call.
    """
    order: list[asyncio.Task[Any]] = []
    tasks = []
    for name, job in jobs.items():
        task = asyncio.create_task(job, name=name)
        task.add_done_callback(order.append)
        tasks.append(task)
    await asyncio.gather(*tasks)
    return [(task.get_name(), task.result()) for task in order]
