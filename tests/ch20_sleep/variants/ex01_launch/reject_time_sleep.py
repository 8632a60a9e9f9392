"""While this function sleeps, whatever way, tasks run.

kills: test_it_has_begun
loses: test_it_has_begun test_no_time_passes test_the_task test_two_in_a_row
    test_a_job_that_fails_at_once
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def launch(job: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
    """Start `job()` as a task, and return the task once it has run to its first suspension.

    No time passes meanwhile, and the end of the job isn't waited for: the caller has the task, and
    awaits it when it likes. A job that never suspends has ended by the time of the return; if it has
    failed, this, too, is seen when the task is awaited. (Left open: whether the job gets further turns
    before the return, and what becomes of it if this call itself is cancelled.)
    """
    task = asyncio.create_task(job())
    time.sleep(0.125)
    return task
