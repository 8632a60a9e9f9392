"""A tally of measurements that take their time."""

from collections.abc import Awaitable, Callable


class Tally:
    """The sum of the numbers measured so far, in `total`; it starts at 0. Others only read it.

    Measurements may overlap: each takes as long as it takes, whatever the others do, and none of
    their numbers is lost.
    """

    def __init__(self) -> None:
        self.total = 0

    async def add(self, measure: Callable[[], Awaitable[int]]) -> int:
        """Await `measure()`, add its number to `total`, and return the new total.

        It may return anything that can be awaited: a coroutine, a future, an object of its own kind.

        A measurement that fails changes nothing: its exception reaches the caller, and the other
        measurements count. Nor does a call that is cancelled: it ends as cancelled, and its
        measurement with it.
        """
        number = await measure()
        self.total += number
        return self.total

    def reset(self) -> int:
        """Set `total` to 0 and return what it was.

        A measurement that is under way at that moment counts in the new total.
        """
        total, self.total = self.total, 0
        return total


if __name__ == "__main__":
    import asyncio

    async def demo() -> None:
        async def measure() -> int:
            await asyncio.sleep(0.1)
            return 1

        tally = Tally()
        await asyncio.gather(*(tally.add(measure) for _ in range(5)))
        print("five measurements of 1 make", tally.total)

    asyncio.run(demo())
