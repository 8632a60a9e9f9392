"""The time that the consumer works is part of the pause, which runs from the item before it.

kills: test_a_slow_consumer
loses: test_a_slow_consumer
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
    loop = asyncio.get_running_loop()
    due = None
    for item in items:
        if due is not None:
            await asyncio.sleep(due - loop.time())
        due = loop.time() + interval
        yield item
