"""A default of None tells the end of a source.

kills: test_empty_items
loses: test_empty_items
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, TypeVar

T = TypeVar("T")


async def merge(*sources: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    async def step(source: AsyncGenerator[T, None]) -> T | None:
        return await anext(source, None)

    steps: dict[asyncio.Task[Any], AsyncGenerator[T, None]] = {}
    try:
        for source in sources:
            steps[asyncio.create_task(step(source))] = source
        while steps:
            done, _ = await asyncio.wait(steps, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                item = task.result()
                source = steps.pop(task)
                if item is not None:
                    steps[asyncio.create_task(step(source))] = source
                    yield item
    finally:
        for task in steps:
            task.cancel()
        await asyncio.gather(*steps, return_exceptions=True)
        for source in sources:
            await source.aclose()
