"""A look before the lock is as good as one under it.

kills: test_published_before_the_wait
loses: test_published_before_the_wait
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def publish(condition: asyncio.Condition, box: list[T], item: T) -> None:
    async with condition:
        box.append(item)
        condition.notify_all()


async def consume(condition: asyncio.Condition, box: list[T]) -> T:
    while True:
        if not box:
            async with condition:
                await condition.wait()
        async with condition:
            if box:
                return box.pop(0)
