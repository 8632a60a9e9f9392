"""Whatever a `for` loop can go through has a length.

kills: test_an_iterator
loses: test_an_iterator
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")


async def map_limited(
    func: Callable[[A], Coroutine[Any, Any, B]], items: Iterable[A], limit: int
) -> list[B]:
    """Return `await func(item)` for each of `items`: a list, in their order.

    At most `limit` (1 or more) of these calls are under way at once, and no fewer while items are
    left: as soon as one has returned, the next item's begins. They begin in the order of the items.
    There may be no items at all, or fewer than `limit`; `items` can be gone through once, and
    whether it is read ahead of the calls is left open. Any object may be an item, also one that
    can't be hashed or is equal to another: each has a call and a result of its own. Each
    `map_limited` has a limit of its own, however many run at the same time.

    If a call of `func` raises an exception, that very exception comes out. The other calls are
    cancelled at once, and only once, and it comes out when all have ended; each may take its time to
    clean up. No item is begun later. (One may be begun at the moment of the failure itself, in the
    place that has become free; it is cancelled like the others. Which exception comes out if
    several calls fail at the same moment, or if a clean-up fails, is left open.)

    If `map_limited` is cancelled, so are the calls under way, and no item is begun later. When they
    have ended, it ends as cancelled. (Not so, maybe, if a failure has already begun to stop them, or
    if a clean-up fails. How often they are cancelled here, and what a second cancellation does, is
    left open.)
    Calls raise no CancelledError by themselves.
    """
    results: list[Any] = [None] * len(items)
    todo = iter(enumerate(items))

    async def work() -> None:
        for number, item in todo:
            results[number] = await func(item)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(limit):
                group.create_task(work())
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return results
