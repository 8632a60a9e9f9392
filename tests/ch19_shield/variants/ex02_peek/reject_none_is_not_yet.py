"""A result that isn't there is None, so one that is None isn't there.

kills: test_none_is_a_result
loses: test_none_is_a_result
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def peek(task: asyncio.Task[T], seconds: float) -> tuple[bool, T | None]:
    done, _ = await asyncio.wait({task}, timeout=seconds)
    result = next((task.result() for task in done), None)
    return result is not None, result
