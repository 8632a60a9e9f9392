"""An item that was there a moment ago, before an `await`, is still there.

kills: test_two_that_look
loses: test_two_that_look
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def offer(queue: asyncio.Queue[T], item: T) -> list[T]:
    """Put `item` into `queue` at once, and return what had to be dropped for it, the oldest first."""
    dropped = []
    while queue.full():
        dropped.append(queue.get_nowait())
        queue.task_done()
    queue.put_nowait(item)
    return dropped


def drain(queue: asyncio.Queue[T]) -> list[T]:
    """Take out all that is in `queue` now, and return it, the oldest first."""
    items = []
    while not queue.empty():
        items.append(queue.get_nowait())
        queue.task_done()
    return items


async def poll(queue: asyncio.Queue[T], interval: float, on_idle: Callable[[], object]) -> T:
    """Return the next item of `queue`; look for it every `interval` seconds."""
    while queue.empty():
        on_idle()
        await asyncio.sleep(interval)
    await asyncio.sleep(0)  # let the others go on
    return queue.get_nowait()
