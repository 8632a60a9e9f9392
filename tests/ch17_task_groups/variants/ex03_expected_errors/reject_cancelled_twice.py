"""Who is cancelled once more loses nothing.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

Job = Callable[[], Coroutine[Any, Any, object]]


def leaves(error: BaseException) -> list[Any]:
    if isinstance(error, BaseExceptionGroup):
        return [leaf for each in error.exceptions for leaf in leaves(each)]
    return [error]


async def run_expecting(jobs: Sequence[Job], expected: type[Exception]) -> list[Exception]:
    """Run all `jobs` at the same time, and return the exceptions of type `expected` they raised.

    At the first failure, expected or not, all jobs that still run are cancelled at once, and only
    once: each may take its time to clean up. Nothing is decided before every job has really
    ended. What they raised until then counts, in a clean-up, too.

    If all these exceptions are of type `expected` (or of a subclass), they are returned: a list, in
    any order, without anything else in it. If there is any other, an exception group is raised; the
    exceptions in it, groups in it opened, are the others, and only these. A job may raise an
    exception group itself: that stands for the exceptions in it, however deep, whatever type is
    expected. `expected` is no exception group.

    If nothing fails, or if there are no jobs, the list is empty. If the call is cancelled, so are
    the jobs that still run, and only once; when they have ended, the call ends as cancelled. (What
    comes out is left open if a failure has already begun to stop the jobs, or if a clean-up fails
    meanwhile; so is whether jobs that a failure has stopped are cancelled once more then, and what
    a second cancellation does.)
    By themselves, jobs raise an `Exception`, if anything, and no CancelledError; no two of these
    exceptions are equal.
    """
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        await asyncio.gather(*tasks)
    except Exception:
        pass
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    errors = [task.exception() for task in tasks if not task.cancelled()]
    everything = [leaf for error in errors if error for leaf in leaves(error)]
    others = [error for error in everything if not isinstance(error, expected)]
    if others:
        raise ExceptionGroup("not expected", others)
    return everything
