"""The exceptions come after the values.

kills: test_one_fails
loses: test_one_fails test_a_job_ends_cancelled test_all_end_at_once
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
    results = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    values = [("ok", each) for each in results if not isinstance(each, BaseException)]
    errors = [("error", each) for each in results if isinstance(each, Exception)]
    cancelled = [("cancelled", None) for each in results if isinstance(each, asyncio.CancelledError)]
    return [*values, *errors, *cancelled]
