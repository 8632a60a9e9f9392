"""A `TimeoutError` seen inside the block is the operation's own, and is remembered."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def value_or_default(
    op: Callable[[], Coroutine[Any, Any, T]], seconds: float | None, default: T
) -> T:
    """Return what `await op()` gives, or `default` if that isn't ready within `seconds`.

    `seconds` is more than 0; None means no limit. When the time is up, `op` is cancelled, and
    has ended, its clean-up included, when `default` is returned.

    Every error of `op` reaches the caller as it is, a `TimeoutError` of its own included.
    Cancelling the call cancels `op`, and the call ends as cancelled. (What comes out is left open
    if `op`, once cancelled, doesn't end as cancelled, or if both happen: the time is
    up, and the call is cancelled.)
    """
    own = False
    try:
        async with asyncio.timeout(seconds):
            try:
                return await op()
            except TimeoutError:
                own = True
                raise
    except TimeoutError:
        if own:
            raise
        return default
