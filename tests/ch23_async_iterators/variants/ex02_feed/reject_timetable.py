"""The delay is the rhythm of the whole traversal.

kills: test_a_consumer_that_works
loses: test_a_consumer_that_works
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Feed(Generic[T]):
    def __init__(self, items: list[T], delay: float) -> None:
        self._items = items
        self._delay = delay

    async def __aiter__(self) -> AsyncIterator[T]:
        loop = asyncio.get_running_loop()
        due = loop.time()
        for item in self._items:
            due = max(due + self._delay, loop.time())
            await asyncio.sleep(due - loop.time())
            yield item
