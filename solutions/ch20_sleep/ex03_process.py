"""A long loop that is fair to others."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def process(items: Iterable[T], handle: Callable[[T], R], batch: int) -> list[R]:
    """Return `handle(item)` for each of `items`, in their order; let others run in between.

    The items are handled one at a time, on the thread of the event loop, for which `handle` is
    made. It never waits and never fails, but there may be very many items. So after at most `batch`
    of them (1 or more), everybody else who is ready gets a turn. No time passes for that.

    Items may be anything, None included. They are drawn as they are needed: there are never more
    than `batch` that have been drawn and not handled yet.

    When the call is cancelled, by whomever, it ends as cancelled after at most `batch` further
    items, unless it is over before that.
    """
    results = []
    for count, item in enumerate(items, start=1):
        results.append(handle(item))
        if count % batch == 0:
            await asyncio.sleep(0)
    return results


if __name__ == "__main__":

    async def demo() -> None:
        async def clock() -> None:
            while True:
                print("tick")
                await asyncio.sleep(0.25)

        ticking = asyncio.create_task(clock())
        await asyncio.sleep(0)
        sums = await process(range(2000), lambda number: sum(range(number * 10)), 10)
        print(len(sums), "sums")
        ticking.cancel()
        await asyncio.wait([ticking])

    asyncio.run(demo())
