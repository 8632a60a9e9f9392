"""Each work is a task of its own; a callback takes it off the list."""

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
        self._limit = limit
        self._tasks = set[asyncio.Task[object]]()

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what `await work()` returns.

        If `limit` works are in flight, don't wait: raise Overloaded at once, and leave `work`
        alone. If not, it begins at once.

        An exception of the work comes out as it is. A cancellation reaches the work, and comes out
        when it has ended. However a work ends, it is no longer in flight then.
        """
        if len(self._tasks) >= self._limit:
            raise Overloaded

        async def call() -> T:
            return await work()

        task = asyncio.create_task(call())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await task

    @property
    def in_flight(self) -> int:
        return len(self._tasks)
