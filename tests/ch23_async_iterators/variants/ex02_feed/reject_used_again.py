"""An iterator that has ended is free to be used again.

kills: test_aiter_after_the_end
loses: test_aiter_after_the_end
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


class _Reader(Generic[T]):
    def __init__(self, feed: "Feed[T]") -> None:
        self._feed = feed
        self.index = 0

    def __aiter__(self) -> "_Reader[T]":
        return self

    async def __anext__(self) -> T:
        items = self._feed._items
        if self.index >= len(items):
            self._feed._spare.append(self)
            raise StopAsyncIteration
        await asyncio.sleep(self._feed._delay)
        self.index += 1
        return items[self.index - 1]


class Feed(Generic[T]):
    def __init__(self, items: list[T], delay: float) -> None:
        self._items = items
        self._delay = delay
        self._spare: list[_Reader[T]] = []

    def __aiter__(self) -> AsyncIterator[T]:
        reader = self._spare.pop() if self._spare else _Reader(self)
        reader.index = 0
        return reader
