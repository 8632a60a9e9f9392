"""`asyncio.wait` looks on; an operation that isn't done by then is cancelled and awaited."""

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
    task = asyncio.create_task(op())
    try:
        await asyncio.wait({task}, timeout=seconds)
        return task.result() if task.done() else default
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
