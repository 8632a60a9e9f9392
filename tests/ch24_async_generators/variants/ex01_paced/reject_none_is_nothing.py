"""None stands for "no item yet".

kills: test_empty_items
loses: test_empty_items
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from typing import TypeVar

T = TypeVar("T")


async def paced(items: Iterable[T], interval: float) -> AsyncGenerator[T, None]:
    previous: T | None = None
    for item in items:
        if previous is not None:
            await asyncio.sleep(interval)
        yield item
        previous = item
