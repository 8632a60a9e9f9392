"""None means that there are no more items.

kills: test_odd_items
loses: test_odd_items
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

    Items are drawn as they are needed: there are never more than `batch` that have been drawn and
    not handled yet.

    When the call is cancelled, by whomever, it ends as cancelled after at most `batch` further
    items, unless it is over before that.
    """
    source = iter(items)
    results: list[R] = []
    while (item := next(source, None)) is not None:
        results.append(handle(item))
        if len(results) % batch == 0:
            await asyncio.sleep(0)
    return results
