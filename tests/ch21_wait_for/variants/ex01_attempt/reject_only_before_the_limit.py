"""The `CancelledError` that comes out of a task that I have just cancelled is the task's.

kills: test_cancelled_in_the_clean_up
loses: test_cancelled_in_the_clean_up
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any


async def attempt(
    op: Callable[[], Coroutine[Any, Any, object]], seconds: float | None
) -> tuple[str, object]:
    task = asyncio.create_task(op())
    try:
        await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait({task})
        raise
    if not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return "timeout", None
    error = task.exception()
    return ("ok", task.result()) if error is None else ("error", error)
