"""Between the end of the block and the next line nobody comes in, so the item may be taken there.

kills: test_let_go_too_early
loses: test_let_go_too_early
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def publish(condition: asyncio.Condition, box: list[T], item: T) -> None:
    async with condition:
        box.append(item)
        condition.notify_all()


async def consume(condition: asyncio.Condition, box: list[T]) -> T:
    async with condition:
        await condition.wait_for(lambda: len(box) > 0)
    return box.pop(0)
