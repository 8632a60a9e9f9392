"""A job that has failed at once has to be told to the caller at once.

kills: test_a_job_that_fails_at_once
loses: test_a_job_that_fails_at_once
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def launch(job: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
    """Start `job()` as a task, and return the task once it has run to its first suspension.

    No time passes meanwhile, and the end of the job isn't waited for: the caller has the task, and
    awaits it when it likes. (A job that never suspends has ended by the time of the return. What
    becomes of the job if this call itself is cancelled is left open.)
    """
    task = asyncio.create_task(job())
    await asyncio.sleep(0)
    if task.done():
        task.result()
    return task
