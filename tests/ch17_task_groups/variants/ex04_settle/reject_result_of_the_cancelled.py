"""A cancelled task has a result, or has an exception to ask for, as any other.

kills: test_a_job_ends_cancelled
loses: test_a_job_ends_cancelled test_all_end_at_once
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

Job = Callable[[], Coroutine[Any, Any, object]]


async def settle(jobs: Sequence[Job]) -> list[tuple[str, object]]:
    """Run all `jobs` at the same time, each to its end, and return what became of them.

    That is a list with a pair for each job, in their order: `("ok", value)` if the job has returned
    a value; `("error", exception)`, the same object, if it has raised an Exception; and
    `("cancelled", None)` if it ended with a CancelledError though nobody has cancelled the call. No
    job is stopped or delayed for what becomes of another one. When the last one has ended, the
    call returns.

    If the call is cancelled, so are the jobs that still run, once: each may take its time to clean
    up. When they have ended, the call ends as cancelled, even if a clean-up has failed. (What a
    second cancellation does is left open.)

    Jobs raise an Exception or a CancelledError and nothing else, and none of them returns an
    exception. There may be no jobs at all: then the list is empty.
    """
    async def run(job: Job) -> tuple[str, object]:
        try:
            return "ok", await job()
        except Exception as error:
            return "error", error

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(run(job)) for job in jobs]

    return [task.result() for task in tasks]
