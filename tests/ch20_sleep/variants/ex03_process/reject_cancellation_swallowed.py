"""A call that is cancelled may go on, or give back what it has so far.

kills: test_cancelled_on_the_way test_cancelled_anywhere
loses: test_cancelled_on_the_way test_cancelled_anywhere
"""

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
            try:
                await asyncio.sleep(0)
            except BaseException:
                pass
    return results
