"""Only the limit stops an operation half-way, so handling its `TimeoutError` is enough.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled test_stopped_at_any_moment test_both_at_once
    test_a_rollback_beyond_the_limit
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def guarded(
    op: Callable[[], Coroutine[Any, Any, T]],
    rollback: Callable[[], Coroutine[Any, Any, object]],
    seconds: float,
) -> T:
    """Return what `await op()` gives; if `op` is stopped half-way, roll back first.

    Two things stop it: the limit of `seconds` (more than 0) passes, or the call is cancelled.
    Whichever comes, or both at the same moment, `op` is cancelled; once it has ended,
    `await rollback()` runs to its end, and only then the call ends as it would have without: with
    `TimeoutError`, or cancelled. The limit is for `op` alone, and never cuts the rollback short.
    (Left open is which of the two comes out if both came, what a later cancellation does, and what
    comes of an `op` that, once cancelled, doesn't end as cancelled, or of a `rollback` that fails.)

    There is no rollback when `op` succeeds, nor when it fails: its error, even a `TimeoutError`
    of its own, reaches the caller as it is.
    """
    try:
        async with asyncio.timeout(seconds) as limit:
            return await op()
    except TimeoutError:
        if limit.expired():
            await rollback()
        raise
