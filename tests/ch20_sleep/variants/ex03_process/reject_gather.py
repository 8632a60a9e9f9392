"""Many coroutines side by side give each other, and everybody else, their turns.

kills: test_others_get_a_turn test_items_are_drawn_as_needed
loses: test_others_get_a_turn test_cancelled_on_the_way test_items_are_drawn_as_needed
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
    async def step(item: T) -> R:
        return handle(item)

    return await asyncio.gather(*(step(item) for item in items))
