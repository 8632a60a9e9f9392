"""When the source is at its end, so is the work.

kills: test_the_last_ones
loses: test_the_limit test_a_free_place test_no_more_than_needed test_the_last_ones
    test_items_of_any_kind test_items_that_come_slowly test_a_failure test_a_failure_between_items
    test_clean_up test_the_source_fails test_failures_at_the_same_moment
    test_cancelled_at_any_moment
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def run_stream(
    source: AsyncIterator[T], handle: Callable[[T], Coroutine[Any, Any, object]], limit: int
) -> int:
    """Await `handle(item)` for each item of `source`, and return how many there were.

    At most `limit` (1 or more) items are handled at once. As soon as there is an item, and a place
    for it, its handling begins, in the order of the items. `source` may go on for ever, or have its
    next item ready whenever it is asked: never are there more than `limit + 2` items that were taken
    from it and whose handling isn't done. It is asked for one item at a time, as an async
    generator has to be; whether it is asked before there is a place, and by which task, is left
    open. When it is at its end, and all its items are handled, the call returns.

    If `handle` or `source` raises an exception, that very exception comes out. Whatever is under way,
    be it a handling or the wait for the next item, is cancelled at once; when all has ended, the
    exception comes out. No item is begun or asked for later. (At the very moment of the
    failure one more may be. Which exception comes out of several, if a second one comes at the same
    moment or in a clean-up, is left open.)

    If the call is cancelled, all that is under way is cancelled, too. When it has ended, the call
    ends as cancelled. (Not so, maybe, if a failure has already begun to stop it, or if a clean-up
    fails. What a second cancellation does is left open.) Nothing here raises a CancelledError by
    itself, and closing `source` is up to the caller.
    """
    places = asyncio.Semaphore(limit)
    tasks = set[asyncio.Task[None]]()
    count = 0

    async def call(item: T) -> None:
        try:
            await handle(item)
        finally:
            places.release()

    async for item in source:
        await places.acquire()
        task = asyncio.create_task(call(item))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        count += 1
    return count
