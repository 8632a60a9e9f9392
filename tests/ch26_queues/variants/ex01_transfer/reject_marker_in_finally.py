"""Whatever happens, the reader's marker gets into the queue.

kills: test_the_sink_fails
loses: test_the_sink_fails test_cancelled_at_any_moment
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
        try:
            async for item in source:
                await queue.put(item)
        finally:
            await queue.put(end)

    reader = asyncio.create_task(read())
    try:
        while (item := await queue.get()) is not end:
            await sink(item)
            delivered += 1
        await reader
    finally:
        reader.cancel()
        await asyncio.wait([reader])
    return delivered
