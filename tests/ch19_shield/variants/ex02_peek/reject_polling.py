"""Who must not touch the task can only look in again and again.

kills: test_ready_in_time
loses: test_ready_in_time test_two_at_once test_somebody_cancels_the_task
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
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not task.done() and loop.time() < end:
        await asyncio.sleep(min(1, end - loop.time()))
    return (True, task.result()) if task.done() else (False, None)
