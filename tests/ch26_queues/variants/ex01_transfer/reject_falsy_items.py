"""An item is something that is true in an `if`.

kills: test_items_that_are_false
loses: test_none_is_an_item test_items_that_are_false
"""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def transfer(
    source: AsyncIterable[T], sink: Callable[[T], Awaitable[object]], capacity: int
) -> int:
    """Give each item of `source` to `sink`, in order, and return how many items there were.

    Any object may be an item, None too. `sink` gets one item at a time: a call of it begins when
    the one before has ended. Meanwhile the source is read on, as long as fewer than `capacity` (1 or
    more) items wait between the two. (Whether one more is read then, which waits for room, is left
    open.)

    If the sink raises an exception, that exception itself is raised at once. No other item is given
    to the sink or read; if the source is waiting for its next item, that wait is cancelled.

    If the source raises an exception, that exception itself is raised when the sink has ended.
    (Whether the sink still gets what had been read before is left open; so is whether a call of it
    that is under way is cancelled, and what comes out if both raise.)

    If the call is cancelled, so is what the source and the sink are doing, once each: no clean-up is
    cut short. The sink gets no other item. When both have ended, the call ends as cancelled. (Neither
    raises a CancelledError by itself, nor swallows one. Whether a source that is left before its end
    is closed, is left open.)
    """
    queue = asyncio.Queue(capacity)
    end = object()
    delivered = 0

    async def read():
        async for item in source:
            await queue.put(item)
        await queue.put(end)

    async def deliver():
        nonlocal delivered
        while (item := await queue.get()) is not end:
            if not item:
                break
            await sink(item)
            delivered += 1

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(read())
            group.create_task(deliver())
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return delivered
