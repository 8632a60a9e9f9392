"""To pass a cancellation on, `task.cancel()` is enough.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def attempt(
    op: Callable[[], Coroutine[Any, Any, object]], seconds: float | None
) -> tuple[str, object]:
    task = asyncio.create_task(op())
    try:
        await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not task.done():
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return "timeout", None
    error = task.exception()
    return ("ok", task.result()) if error is None else ("error", error)
