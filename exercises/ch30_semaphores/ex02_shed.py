"""Turn work away when there is too much of it."""

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
            if self._places.locked():
                raise Overloaded
            await self._places.acquire()
            self.in_flight += 1
            return await work()
        finally:
            self.in_flight -= 1
            self._places.release()


if __name__ == "__main__":

    async def demo() -> None:
        shedder = LoadShedder(2)

        async def answer() -> str:
            await asyncio.sleep(0.3)
            return "answered"

        async def ask(name: str) -> None:
            try:
                print(name, await shedder.run(answer))
            except Overloaded:
                print(name, "turned away;", shedder.in_flight, "in flight")

        await asyncio.gather(*(ask(name) for name in ("a", "b", "c")))
        await ask("d")

    asyncio.run(demo())
