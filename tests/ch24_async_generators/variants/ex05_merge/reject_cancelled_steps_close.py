"""A source is closed when the step in it is cancelled.

kills: test_cancelled_at_any_moment
loses: test_closed_while_items_wait test_cancelled_at_any_moment
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, TypeVar

T = TypeVar("T")


async def merge(*sources: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    async def step(source: AsyncGenerator[T, None]) -> T:
        return await anext(source)

    steps: dict[asyncio.Task[Any], AsyncGenerator[T, None]] = {}
    try:
        for source in sources:
            steps[asyncio.create_task(step(source))] = source
        while steps:
            done, _ = await asyncio.wait(steps, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                try:
                    item = task.result()
                except StopAsyncIteration:
                    del steps[task]
                    continue
                source = steps.pop(task)
                steps[asyncio.create_task(step(source))] = source
                yield item
    finally:
        for task in steps:
            task.cancel()
        await asyncio.gather(*steps, return_exceptions=True)
