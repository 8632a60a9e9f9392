"""A time limit around everything, by `asyncio.timeout` or `wait_for`, limits the wait for the
lock only.

kills: test_a_lock_that_comes_late
loses: test_a_lock_that_comes_late
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def guarded(lock: asyncio.Lock, work: Callable[[], Awaitable[T]], timeout: float | None) -> T:
    """Await `work()` while this call holds `lock`, and return its result.

    Wait for the lock at most `timeout` seconds (more than 0), or as long as it takes if `timeout`
    is None. Calls get it as soon as it is free, in the order in which they began to wait. If the
    time is over first, TimeoutError comes out at that moment, and `work` isn't called. If both
    happen at the same moment, either is right. Once the lock is held, `work` may take as long as
    it likes.

    However the call ends (with a result, with any exception of `work`, which comes out as it is,
    or by a cancellation at any moment), it holds the lock no longer, and it has never released
    the lock while somebody else held it.
    """
    async def locked() -> T:
        async with lock:
            return await work()

    return await asyncio.wait_for(locked(), timeout)
