"""What `gather` gives back with `return_exceptions=True` was raised if it is an exception.

kills: test_an_exception_as_a_value
loses: test_an_exception_as_a_value
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
    finally:
        late = not task.done()
        if late:
            task.cancel()
        [outcome] = await asyncio.gather(task, return_exceptions=True)
    if late:
        return "timeout", None
    return "error" if isinstance(outcome, BaseException) else "ok", outcome
