"""What is in a dictionary under its name has that name.

kills: test_names_of_the_tasks
loses: test_a_job_is_cancelled test_cancelled_before_it_begins test_names_of_the_tasks
    test_several_are_cancelled
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass
class BatchReport:
    """What became of the jobs of a batch: each job is in one of these, in the order of the jobs.

    Attributes:
        results: what a job returned, by the job's name.
        failures: the exception that a job raised, by the job's name.
        cancelled: the names of the jobs that were cancelled.
    """

    results: dict[str, Any]
    failures: dict[str, Exception]
    cancelled: list[str]

    def raise_failures(self) -> None:
        """Raise an ExceptionGroup of the failures, in order; if there are none, do nothing."""
        if self.failures:
            raise ExceptionGroup("some jobs have failed", list(self.failures.values()))


async def run_batch(jobs: Mapping[str, Callable[[], Awaitable[Any]]]) -> BatchReport:
    """Run all `jobs` at the same time, and when the last one has ended, report.

    Each job runs in a task of its own, which has the name of the job. However a job ends, the
    others go on. A job has failed if it raised an exception derived from `Exception`, when it was
    called or when it was awaited. It was cancelled if its task ended as cancelled, whoever asked
    for that, and no matter how early. Else it has a result, whatever it returned; jobs raise no
    exceptions of another kind. There may be no jobs at all. (How the task of a job that has failed
    ends is left open: the report counts.)

    If the call is cancelled, all jobs that still run are cancelled, once; when all of them have
    ended, their clean-up included, the call ends as cancelled. Whatever failed, before or
    meanwhile, is dropped then, but counts as retrieved. (What a further cancellation does is left
    open.)
    """
    async def run(job: Callable[[], Awaitable[Any]]) -> Any:
        return await job()

    tasks = {name: asyncio.create_task(run(job)) for name, job in jobs.items()}
    await asyncio.gather(*tasks.values(), return_exceptions=True)

    report = BatchReport({}, {}, [])
    for name, task in tasks.items():
        if task.cancelled():
            report.cancelled.append(name)
        elif isinstance(error := task.exception(), Exception):
            report.failures[name] = error
        else:
            report.results[name] = task.result()
    return report
