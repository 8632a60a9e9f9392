"""After an empty page comes one with items, or the end.

kills: test_empty_pages_in_a_row
loses: test_empty_pages_in_a_row
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Cursor = TypeVar("Cursor")


class Paginator(Generic[Item, Cursor]):
    def __init__(
        self,
        fetch_page: Callable[
            [Cursor | None], Coroutine[Any, Any, tuple[list[Item], Cursor | None]]
        ],
    ) -> None:
        self._fetch_page = fetch_page
        self._items: list[Item] = []
        self._cursor: Cursor | None = None
        self._ended = False

    def __aiter__(self) -> AsyncIterator[Item]:
        return self

    async def __anext__(self) -> Item:
        if not self._items and not self._ended:
            await self._fetch()
            if not self._items and not self._ended:
                await self._fetch()
        if not self._items:
            raise StopAsyncIteration
        return self._items.pop(0)

    async def _fetch(self) -> None:
        self._items, self._cursor = await self._fetch_page(self._cursor)
        self._ended = self._cursor is None
