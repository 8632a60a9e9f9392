"""Whatever comes out of the block, or out of `await task`, is about a job, so it may be swallowed.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled test_a_clean_up_fails test_cancelled_at_any_moment
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
    pairs: list[tuple[str, object]] = [("cancelled", None)] * len(jobs)

    async def run(place: int, job: Job) -> None:
        try:
            pairs[place] = "ok", await job()
        except Exception as error:
            pairs[place] = "error", error

    try:
        async with asyncio.TaskGroup() as group:
            for each in enumerate(jobs):
                group.create_task(run(*each))
    except:
        pass
    return pairs
