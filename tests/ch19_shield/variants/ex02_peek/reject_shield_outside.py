"""A shield around `wait_for` is as good as one inside.

kills: test_not_ready
loses: test_not_ready test_nothing_is_left test_three_in_a_row test_two_at_once
    test_a_timeout_of_its_own test_the_caller_is_cancelled
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
        return True, await asyncio.shield(asyncio.wait_for(task, seconds))
    except TimeoutError:
        return False, None
