"""A `TimeoutError` out of `wait_for` means that the time is up.

kills: test_a_timeout_of_its_own
loses: test_a_timeout_of_its_own
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
    try:
        return True, await asyncio.wait_for(asyncio.shield(task), seconds)
    except TimeoutError:
        return False, None
