"""Deadlines are points in time, so `time.time()` tells what the time is now.

kills: test_too_slow
loses: test_too_slow test_the_late_transfer_has_ended
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def negotiate_then_transfer(
    negotiate: Callable[[], Coroutine[Any, Any, float | None]],
    transfer: Callable[[], Coroutine[Any, Any, T]],
) -> T:
    """Negotiate a limit, then return what the transfer gives if it keeps to that limit.

    `await negotiate()` may take as long as it likes. It gives the limit: seconds, more than 0, or
    None for no limit. Then comes `await transfer()`, and its time begins to run: if it isn't
    ready within the limit, it is cancelled, and once it has ended, `TimeoutError` is raised.

    An error of either, a `TimeoutError` of its own included, reaches the caller as it is.
    Cancelling the call cancels what is under way, negotiation or transfer, and the call ends as
    cancelled. (What comes out is left open if one of them, once cancelled, doesn't end as
    cancelled, or if both happen: the limit passes, and the call is cancelled.)
    """
    async with asyncio.timeout(None) as limit:
        seconds = await negotiate()
        if seconds is not None:
            limit.reschedule(time.time() + seconds)
        return await transfer()
