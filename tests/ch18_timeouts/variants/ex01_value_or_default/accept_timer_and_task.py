"""A timer of the loop cancels the operation's task and notes that it did."""

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
    task = asyncio.ensure_future(op())
    timer, late = None, False

    def stop() -> None:
        nonlocal late
        late = task.cancel()

    if seconds is not None:
        timer = asyncio.get_running_loop().call_later(seconds, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if late and not asyncio.current_task().cancelling():
            return default
        raise
    finally:
        if timer is not None:
            timer.cancel()
