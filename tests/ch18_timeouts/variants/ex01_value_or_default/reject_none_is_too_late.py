"""As long as the value is None, the operation wasn't ready in time.

kills: test_none_is_a_value
loses: test_none_is_a_value
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
    value = None
    try:
        async with asyncio.timeout(seconds) as limit:
            value = await op()
    except TimeoutError:
        if not limit.expired():
            raise
    return default if value is None else value
