"""A task group lets each of its tasks run to its end.

kills: test_one_fails test_back_with_the_last test_nobody_is_disturbed
loses: test_one_fails test_back_with_the_last test_nobody_is_disturbed test_all_end_at_once
    test_a_clean_up_fails
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
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                tasks.append(group.create_task(job()))
    except* Exception:
        pass
    pairs: list[tuple[str, object]] = []
    for task in tasks:
        if task.cancelled():
            pairs.append(("cancelled", None))
        elif task.exception():
            pairs.append(("error", task.exception()))
        else:
            pairs.append(("ok", task.result()))
    return pairs
