"""With `return_exceptions=True` the first failure stops the others, too.

kills: test_one_fails test_back_at_the_failure
loses: test_one_fails test_back_at_the_failure test_ended_before_the_failure test_clean_up
    test_a_clean_up_fails test_returned_all_the_same test_stopped_only_once
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

Job = Callable[[], Coroutine[Any, Any, object]]


async def run_report(jobs: Mapping[str, Job]) -> dict[str, str]:
    """Run all `jobs` at the same time; when one fails, stop the others. Report how each ended.

    A job fails if it raises an exception. At the first failure all jobs that still run are
    cancelled at once, and only once, even if more failures follow: each may take its time to clean
    up. When every job has really ended, the report is returned: for each name "ok" if the job has
    returned; "failed" if it has raised an exception, be it in its clean-up; or "cancelled". The
    failures themselves don't come out.

    If the call is cancelled, so are the jobs that still run, and only once. When they have ended,
    the call ends as cancelled; there is no report. (What comes out is left open if a failure has
    already begun to stop the jobs, or if a clean-up fails meanwhile; so is whether jobs that a
    failure has stopped are cancelled once more then, and what a second cancellation does.)

    By themselves, jobs raise an `Exception`, if anything, and no CancelledError. A job that would
    fail at the very moment of the first failure may fail, or be cancelled. There may be no jobs at
    all: then the report is empty.
    """
    results = await asyncio.gather(*(job() for job in jobs.values()), return_exceptions=True)
    report = {}
    for name, result in zip(jobs, results):
        if isinstance(result, asyncio.CancelledError):
            report[name] = "cancelled"
        else:
            report[name] = "failed" if isinstance(result, Exception) else "ok"
    return report
