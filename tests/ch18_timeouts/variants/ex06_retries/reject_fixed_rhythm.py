"""An attempt has ended when its time is up, so attempts begin every `per_try + delay` seconds.

kills: test_one_at_a_time
loses: test_one_at_a_time
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def call_with_retries(
    call: Callable[[int], Coroutine[Any, Any, T]],
    attempts: int,
    per_try: float,
    overall: float,
    delay: float,
) -> T:
    """Return what the first attempt gives that is ready within `per_try` seconds.

    The attempts are `call(0)`, `call(1)` and so on, `attempts` of them at most (1 or more), never
    two at once. An attempt that takes more than `per_try` seconds is cancelled; `delay` seconds
    after it has ended, the next one begins. If it was the last one, `TimeoutError` is raised as
    soon as it has ended.

    Attempts and pauses together get `overall` seconds: when these are over, whatever is under way
    is ended, nothing else begins, and `TimeoutError` is raised as soon as that has ended.

    Only an attempt that was out of time is followed by another. An error of `call`, even a
    `TimeoutError` of its own, reaches the caller at once, as it is. Cancelling the call of this
    function cancels the attempt under way and ends as cancelled. (What comes out is left open if an
    attempt, once cancelled, doesn't end as cancelled. So is whether another limit, or cancellation,
    cuts its clean-up short.)
    """
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(overall):
        begin = loop.time()
        for number in range(attempts):
            await asyncio.sleep(begin - loop.time())
            begin = max(begin, loop.time()) + per_try + delay
            try:
                async with asyncio.timeout(per_try) as limit:
                    return await call(number)
            except TimeoutError:
                if not limit.expired():
                    raise
    raise TimeoutError
