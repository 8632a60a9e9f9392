"""A task that has failed is done, and its error is what it has given.

kills: test_an_error_of_the_task
loses: test_an_error_of_the_task test_a_timeout_of_its_own test_somebody_cancels_the_task
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def peek(task: asyncio.Task[T], seconds: float) -> tuple[bool, T | None]:
    """Wait for `task`, at most `seconds` (more than 0), and leave it as it is.

    Return `(True, result)` as soon as the task has its result, or `(False, None)` when the time is
    up and it isn't done. The task belongs to somebody else: nothing that happens to this call, be
    it that its time is up or that it is cancelled, stops or disturbs the task. Any number of calls
    may wait for one task, one after the other or side by side.

    An error of the task, even a `TimeoutError` of its own, reaches the caller at once, as it is. If
    somebody cancels the task, `CancelledError` comes out. Cancelling this call ends it at once, as
    cancelled.
    """
    done, _ = await asyncio.wait([task], timeout=seconds)
    if not done:
        return False, None
    [outcome] = await asyncio.gather(task, return_exceptions=True)
    return True, outcome
