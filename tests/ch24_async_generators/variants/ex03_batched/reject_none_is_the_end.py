"""A default of None tells the end of the stream.

kills: test_empty_items
loses: test_empty_items
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")


async def batched(source: AsyncGenerator[T, None], size: int) -> AsyncGenerator[list[T], None]:
    async with aclosing(source):
        while True:
            batch: list[T] = []
            while len(batch) < size:
                item = await anext(source, None)
                if item is None:
                    break
                batch.append(item)
            if batch:
                yield batch
            if len(batch) < size:
                return
