"""A coroutine that waits between its items and returns them is a stream.

kills: test_an_async_generator
loses: test_an_async_generator test_the_times test_empty_items test_the_call_draws_nothing
    test_after_the_last_item test_an_endless_source test_a_slow_consumer test_three_streams
    test_no_items
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from typing import TypeVar

T = TypeVar("T")


async def paced(items: Iterable[T], interval: float) -> AsyncGenerator[T, None]:
    """Return an async generator that yields `items`, in their order, at a pace.

    The first item comes at once. Before each other one there is a pause of `interval` seconds,
    which begins when that item is asked for, however long the one before it was worked on. The last
    item is followed by no pause: asked for more, the stream ends at once, and stays ended.

    `items` is any iterable, and may be endless. The call alone does nothing and draws nothing from
    it, and each step draws one item, the one that it yields.

    Several streams may run side by side.
    """
    found = []
    for item in items:
        if found:
            await asyncio.sleep(interval)
        found.append(item)
    return found
