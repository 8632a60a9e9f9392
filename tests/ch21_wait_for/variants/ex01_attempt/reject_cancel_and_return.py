"""`task.cancel()` ends a task; there is nothing to wait for.

kills: test_the_slow_operation_has_ended
loses: test_the_slow_operation_has_ended test_cancelled_in_the_clean_up
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
        await asyncio.wait({task})
        raise
    if not task.done():
        task.cancel()
        return "timeout", None
    try:
        return "ok", task.result()
    except Exception as error:
        return "error", error
