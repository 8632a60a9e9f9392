"""`except` with the type of a task's exception catches what comes out of the group.

kills: test_an_expected_failure
loses: test_an_expected_failure test_a_clean_up_fails_too test_failures_at_the_same_moment
    test_another_failure_beside_it test_groups_in_the_group test_every_exception_is_expected
    test_a_subclass test_back_at_the_failure
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

Job = Callable[[], Coroutine[Any, Any, object]]


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
    found: list[Exception] = []
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(job())
    except expected as error:
        found.append(error)
    return found
