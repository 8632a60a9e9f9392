"""A fetch gives items: one is enough for a step.

kills: test_all_pages test_one_empty_page test_an_empty_page_at_the_end
loses: test_all_pages test_a_loop_goes_on test_one_empty_page test_an_empty_page_at_the_end
    test_empty_pages_in_a_row test_a_time_limit test_cancelled_at_any_moment test_a_failed_fetch
    test_an_error_behind_an_empty_page test_the_first_fetch_fails test_exhausted_for_good
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Cursor = TypeVar("Cursor")


class Paginator(Generic[Item, Cursor]):
    """The items of all pages of an API, one by one.

    `await fetch_page(cursor)` gives a page: a list of its items, made for you alone, and the cursor
    of the next page, which is None after the last page. The cursor of the first page is None, too;
    any other value is an ordinary cursor. A page may be empty, the last one as well; then the next
    page follows, or the end.

    `aiter(paginator)` gives an asynchronous iterator over the items of all pages in their order. It
    is the paginator itself or an object of its own, as you like. (It is asked for once, and its
    steps are taken one after the other; all else is left open.) A loop over the iterator goes on
    where the steps before it have got to.

    A page is fetched when its first item is asked for, and not before; a page that turns out to be
    empty is passed over in the same step. Each page is fetched once, and once it is there, its
    items come without waiting.

    If a fetch fails, its exception comes out of the step as it is. If a step is cancelled, so is its
    fetch, and the step ends as cancelled. Either way nothing is lost: the next step asks for that
    same page again, and goes on from there.

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
        self._items: list[Item] = []  # those of the current page that are still to come
        self._cursor: Cursor | None = None
        self._ended = False

    def __aiter__(self) -> AsyncIterator[Item]:
        return self

    async def __anext__(self) -> Item:
        if not self._items:
            if self._ended:
                raise StopAsyncIteration
            self._items, self._cursor = await self._fetch_page(self._cursor)
            self._ended = self._cursor is None
        return self._items.pop(0)
