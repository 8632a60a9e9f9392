"""After `task.cancel()` the task is over, so nobody has to wait for its clean-up.

kills: test_the_late_transfer_has_ended
loses: test_the_late_transfer_has_ended test_cancelled_in_the_transfer
    test_nothing_goes_on_after_a_cancellation
"""

import asyncio
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
    seconds = await negotiate()
    task = asyncio.create_task(transfer())
    done, _ = await asyncio.wait([task], timeout=seconds)
    if not done:
        task.cancel()
        raise TimeoutError("the transfer took too long")
    return task.result()
