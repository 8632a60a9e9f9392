"""A task that only waits for another one is gone when nobody waits for it.

kills: test_nothing_is_left
loses: test_nothing_is_left
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def peek(task: asyncio.Task[T], seconds: float) -> tuple[bool, T | None]:
    async def wait() -> None:
        await asyncio.wait([task])

    waiter = asyncio.create_task(wait())
    await asyncio.wait([waiter], timeout=seconds)
    if task.done():
        return True, task.result()
    return False, None
