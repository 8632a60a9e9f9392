"""`asyncio.wait` for the next ones; a dictionary knows the names of the tasks."""

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
    names = {asyncio.create_task(job): name for name, job in jobs.items()}
    pending = set(names)
    pairs = []
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        pairs += [(names[task], task.result()) for task in done]
    return pairs
