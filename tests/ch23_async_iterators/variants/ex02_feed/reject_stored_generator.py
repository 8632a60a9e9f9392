"""One iterator does for all traversals: the feed itself, or a generator that its constructor has made.

kills: test_again
loses: test_again test_two_at_once test_beside_one_that_is_cancelled test_one_inside_the_other
    test_aiter test_aiter_after_the_end test_after_a_cancellation
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Feed(Generic[T]):
    """The given `items`, to be traversed as often as anybody likes: an asynchronous iterable.

    Every traversal gives all the items, in their order, `delay` seconds before each, and ends at
    once after the last one. It doesn't matter what other traversals there are or were, in other
    tasks or in the same one, inside each other, or broken off by a cancellation.

    `aiter(feed)` gives a new asynchronous iterator each time, never one that it has given before,
    be it at its end or not; and `aiter` of that iterator gives the iterator itself.

    Items may be anything; nobody changes the list. (Left open: what becomes of a traversal that is
    left early in any other way than by the cancellation of a step; further steps on an iterator
    whose step was cancelled; and two steps on one iterator at the same time.)
    """

    def __init__(self, items: list[T], delay: float) -> None:
        self._items = items
        self._delay = delay
        self._generator = self._traverse()

    async def _traverse(self) -> AsyncIterator[T]:
        for item in self._items:
            await asyncio.sleep(self._delay)
            yield item

    def __aiter__(self) -> AsyncIterator[T]:
        return self._generator
