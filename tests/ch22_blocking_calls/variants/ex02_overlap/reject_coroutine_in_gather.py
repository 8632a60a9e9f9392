"""`gather` runs things at the same time, blocking ones as well.

kills: test_each_needs_the_other test_the_pair
loses: test_each_needs_the_other test_the_longer_of_them test_the_pair test_a_failure
    test_the_work_has_ended test_the_clean_up_has_ended
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar


A = TypeVar("A")
B = TypeVar("B")


async def overlap(
    blocking: Callable[[], B], async_work: Callable[[], Coroutine[Any, Any, A]]
) -> tuple[B, A]:
    """Return what `blocking()` and `await async_work()` give, as a pair in this order.

    `blocking` is a plain function that takes its time. It is started in a thread before the async
    work takes its first step, and the two run at the same time: together they take as long as the
    longer of them. Both may return anything, also an exception object.

    If `blocking` raises, that exception comes out as it is. By then the async work has ended, by
    itself or cancelled. (When that is, and what becomes of `blocking` if the async work fails or the
    call is cancelled, is left open. So is what comes out if both fail, and which object comes out of
    a `TimeoutError`: before Python 3.13 asyncio makes a new one of it.)
    """
    async def run() -> B:
        return blocking()

    in_thread, value = await asyncio.gather(run(), async_work())
    return in_thread, value
