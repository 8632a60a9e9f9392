"""A paged API as one stream of items."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Cursor = TypeVar("Cursor")


class Paginator(Generic[Item, Cursor]):
    """The items of all pages of an API, one by one.

    `await fetch_page(cursor)` gives a page: a list of its items, made for you alone, and the cursor
    of the next page, which is None after the last page. The cursor of the first page is None, too;
    any other value is an ordinary cursor. A page may be empty, the last one as well, and so may a
    few in a row; then the next page follows, or the end.

    `aiter(paginator)` gives an asynchronous iterator over the items of all pages in their order. It
    is the paginator itself or an object of its own, as you like. (It is asked for once, and its
    steps are taken one after the other; all else is left open.) A loop over the iterator goes on
    where the steps before it have got to.

    A page is fetched when its first item is asked for, and not before; a page that turns out to be
    empty is passed over in the same step. Each page is fetched once, and once it is there, its
    items come without waiting.

    If a fetch fails, its exception comes out of the step as it is. If a step is cancelled, so is its
    fetch, and the step ends as cancelled. Either way nothing is lost: the next step asks for that
    same page again, for none before it, and goes on from there.

    After the last item of the last page the iterator is exhausted, for good: every step ends at
    once with StopAsyncIteration, which comes out of its `await`, and nothing is fetched any more.
    """

    def __init__(
        self,
        fetch_page: Callable[
            [Cursor | None], Coroutine[Any, Any, tuple[list[Item], Cursor | None]]
        ],
    ) -> None:
        self._fetch_page = fetch_page

    def __aiter__(self) -> AsyncIterator[Item]:
        raise NotImplementedError  # TODO: replace this line, and write what else is missing


if __name__ == "__main__":

    async def demo() -> None:
        pages: dict[int | None, tuple[list[str], int | None]] = {
            None: (["ant", "bee"], 7),
            7: ([], 9),
            9: (["cat"], None),
        }

        async def fetch_page(cursor: int | None) -> tuple[list[str], int | None]:
            print("fetching page", cursor)
            await asyncio.sleep(0.3)
            return pages[cursor]

        async for item in Paginator(fetch_page):
            print(item)

    asyncio.run(demo())
