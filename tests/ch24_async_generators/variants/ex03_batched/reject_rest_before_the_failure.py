"""When the source fails, the items that it has yielded before still make a batch.

kills: test_the_source_fails
loses: test_the_source_fails
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")


async def batched(source: AsyncGenerator[T, None], size: int) -> AsyncGenerator[list[T], None]:
    batch: list[T] = []
    failure = None
    async with aclosing(source):
        try:
            async for item in source:
                batch.append(item)
                if len(batch) == size:
                    full, batch = batch, []
                    yield full
        except Exception as exc:
            failure = exc
        if batch:
            yield batch
    if failure is not None:
        raise failure
