"""Each attempt is a task with a timer; an exception of its own says that it was out of time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _TooSlow(Exception):
    """An attempt was out of time."""


async def _attempt(coro, seconds):
    """Return what `coro` gives within `seconds`; or cancel it, and raise _TooSlow."""
    task = asyncio.create_task(coro)
    me = asyncio.current_task()
    cancellations = me.cancelling()
    expired = False

    def expire():
        nonlocal expired
        expired = task.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, expire)
    try:
        value = await task
    except asyncio.CancelledError:
        if expired and me.cancelling() == cancellations:
            raise _TooSlow from None
        raise
    finally:
        timer.cancel()
    if expired:
        raise _TooSlow
    return value


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
    async with asyncio.timeout(overall) as limit:
        for number in range(attempts):
            try:
                value = await _attempt(call(number), per_try)
            except _TooSlow:
                if limit.expired() or number + 1 == attempts:
                    break
                await asyncio.sleep(delay)
            else:
                if limit.expired():
                    break
                return value
        raise TimeoutError
