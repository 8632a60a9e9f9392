"""Only the `TimeoutError` of my own block is caused by a `CancelledError`.

kills: test_a_limit_inside_the_operation
loses: test_a_limit_inside_the_operation
"""

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
    try:
        async with asyncio.timeout(seconds):
            return await op()
    except TimeoutError as error:
        if isinstance(error.__cause__, asyncio.CancelledError):
            return default
        raise
