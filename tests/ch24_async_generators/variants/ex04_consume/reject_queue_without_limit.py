"""The number of workers limits how far is drawn ahead, too.

kills: test_the_read_ahead
loses: test_the_read_ahead
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, TypeVar

T = TypeVar("T")


async def consume(
    source: AsyncGenerator[T, None], workers: int, handle: Callable[[T], Awaitable[None]]
) -> None:
    queue: asyncio.Queue[Any] = asyncio.Queue()

    async def draw() -> None:
        async for item in source:
            await queue.put((item,))
        for _ in range(workers):
            await queue.put(None)

    async def work() -> None:
        while (entry := await queue.get()) is not None:
            await handle(*entry)

    async with aclosing(source):
        async with asyncio.TaskGroup() as group:
            group.create_task(draw())
            for _ in range(workers):
                group.create_task(work())
