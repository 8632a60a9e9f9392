"""What belongs to a job is done by the job's coroutine: taking the slot, too.

kills: test_taken_at_once test_a_full_pool
loses: test_taken_at_once test_cancelled_at_once test_cancelled_at_once_with_all_others
    test_a_full_pool
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Pool(Protocol):
    """A number of slots; every job that runs holds one."""

    def acquire(self) -> None:
        """Take a slot, or raise an exception if none is free."""

    def release(self) -> None:
        """Give a slot back."""


def start_job(pool: Pool, job: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
    """Start `job()` as a task that holds a slot of `pool`, and return the task.

    It is called while an event loop runs. `pool.acquire()` is called at once: when `start_job`
    returns, the slot is taken. If that raises, the exception reaches the caller, and `job` is not
    called. Else it is called at once, or when the task begins; to call it raises nothing.

    `pool.release()` is called exactly once, as soon as the job is over, its clean-up included,
    and not before: no matter whether the job has returned, failed or been cancelled, no matter
    how early it was cancelled, and what else was cancelled with it. One turn of the event loop
    after the end of the task is soon enough. `release` raises nothing.

    The task ends as the job does: with its result, with its error, or as cancelled.
    """
    async def run() -> T:
        pool.acquire()
        try:
            return await job()
        finally:
            pool.release()

    return asyncio.create_task(run())
