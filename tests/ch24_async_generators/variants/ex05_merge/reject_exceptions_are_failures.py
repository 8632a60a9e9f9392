"""An exception that arrives in the queue was raised by a source.

kills: test_exceptions_as_items
loses: test_exceptions_as_items
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, TypeVar

T = TypeVar("T")


async def merge(*sources: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    end = object()
    queue: asyncio.Queue[Any] = asyncio.Queue()

    async def pump(source: AsyncGenerator[T, None]) -> None:
        try:
            async for item in source:
                queue.put_nowait(item)
        except Exception as exc:
            queue.put_nowait(exc)
        else:
            queue.put_nowait(end)

    tasks: list[asyncio.Task[None]] = []
    try:
        tasks += [asyncio.create_task(pump(source)) for source in sources]
        left = len(tasks)
        while left:
            entry = await queue.get()
            if entry is end:
                left -= 1
            elif isinstance(entry, Exception):
                raise entry
            else:
                yield entry
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for source in sources:
            await source.aclose()
