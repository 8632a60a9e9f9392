"""One timer will do for all who wait at the moment.

kills: test_beside_one_that_is_cancelled
loses: test_beside_one_that_is_cancelled
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Feed(Generic[T]):
    def __init__(self, items: list[T], delay: float) -> None:
        self._items = items
        self._delay = delay
        self._timer: asyncio.Future | None = None

    def __aiter__(self) -> AsyncIterator[T]:
        return _Traversal(self)

    async def _tick(self) -> None:
        if self._timer is None or self._timer.done():
            self._timer = asyncio.ensure_future(asyncio.sleep(self._delay))
        await self._timer


class _Traversal:
    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._at = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._at == len(self._feed._items):
            raise StopAsyncIteration
        await self._feed._tick()
        self._at += 1
        return self._feed._items[self._at - 1]
