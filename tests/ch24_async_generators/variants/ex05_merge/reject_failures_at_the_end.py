"""It is time enough to look for failures when all sources have ended.

kills: test_a_source_fails
loses: test_a_source_fails test_failures_at_the_same_moment
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, TypeVar

T = TypeVar("T")


async def merge(*sources: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    queue: asyncio.Queue[Any] = asyncio.Queue()

    async def pump(source: AsyncGenerator[T, None]) -> None:
        try:
            async for item in source:
                await queue.put((item,))
        finally:
            await queue.put(None)

    tasks: list[asyncio.Task[None]] = []
    try:
        tasks += [asyncio.create_task(pump(source)) for source in sources]
        left = len(tasks)
        while left:
            entry = await queue.get()
            if entry is None:
                left -= 1
            else:
                yield entry[0]
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for source in sources:
            await source.aclose()
