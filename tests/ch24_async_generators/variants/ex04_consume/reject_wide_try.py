"""A StopAsyncIteration can only be the end of the source.

kills: test_an_end_of_something_else
loses: test_an_end_of_something_else
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")


async def consume(
    source: AsyncGenerator[T, None], workers: int, handle: Callable[[T], Awaitable[None]]
) -> None:
    turn = asyncio.Lock()

    async def work() -> None:
        try:
            while True:
                async with turn:
                    item = await anext(source)
                await handle(item)
        except StopAsyncIteration:
            pass

    async with aclosing(source):
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(work())
