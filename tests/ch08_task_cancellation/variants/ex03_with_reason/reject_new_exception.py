"""Raising a new CancelledError is the same as raising the one that came.

kills: test_the_message_goes_on
loses: test_the_message_goes_on test_a_message_that_is_no_text test_a_message_that_is_a_tuple
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def with_reason(job: Callable[[], Awaitable[T]], log: Callable[[str], object]) -> T:
    """Return what `await job()` gives, and log why if that is cancelled.

    When the call is cancelled, so is the job. Once the job has ended, its clean-up included, call
    `log("cancelled: REASON")`, once. REASON is the message that came with the request
    (`task.cancel("server stops")`), as `str` shows it; it may be any object, also 0 or "". A
    request that came without a message, or with None, which is the same, has the reason "no
    reason". `log` raises nothing. What holds if a second request comes while the job still cleans
    up is left open.

    Then the cancellation goes on as if nothing had happened: the call ends as cancelled, and
    whoever awaits it finds the same arguments in the `CancelledError`: the message itself, or
    none.

    A job that returns or fails by itself is not logged; its result or its error reaches the caller.
    If the request comes at the very moment of the job's end, it counts all the same: it is logged,
    and the call ends as cancelled. Jobs let a cancellation through: what holds for one that returns
    or fails in spite of it, or raises a CancelledError of its own, is left open.
    """
    try:
        return await job()
    except asyncio.CancelledError as error:
        reason = error.args[0] if error.args else "no reason"
        log(f"cancelled: {reason}")
        raise asyncio.CancelledError
