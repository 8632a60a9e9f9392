"""`wait_for` with a timeout of 0 takes a place if one is free.

kills: test_one_after_the_other
loses: test_full test_one_after_the_other test_in_flight test_works_that_fail
    test_a_work_that_fails_when_called test_any_awaitable test_a_cancelled_work
    test_cancelled_at_any_moment test_after_rejections test_all_at_once
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


class Overloaded(Exception):
    """There is too much work already."""


class LoadShedder:
    """Runs at most `limit` (1 or more) works at a time, and turns away what would be too much.

    Attributes:
        in_flight: how many works are running now. A work that was turned away has never run; one
            that was cancelled runs until its clean-up is done.
    """

    def __init__(self, limit: int) -> None:
        self.in_flight = 0
        self._places = asyncio.Semaphore(limit)

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what `await work()` returns.

        If `limit` works are in flight, don't wait: raise Overloaded at once, and leave `work`
        alone. If not, it begins at once.

        An exception of the work comes out as it is. A cancellation reaches the work, and comes out
        when it has ended. However a work ends, it is no longer in flight then.
        """
        try:
            await asyncio.wait_for(self._places.acquire(), 0)
        except TimeoutError:
            raise Overloaded from None
        self.in_flight += 1
        try:
            return await work()
        finally:
            self.in_flight -= 1
            self._places.release()
