"""A queue is a deque in a wrapper: to clear the deque is to drain the queue.

kills: test_who_waits_for_room
loses: test_who_waits_for_room
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def offer(queue: asyncio.Queue[T], item: T) -> list[T]:
    """Put `item` into `queue` at once, and return what had to be dropped for it, the oldest first.

    If the queue is full, the oldest items are dropped until there is room. What is dropped counts
    as done, for those who wait in `queue.join()`. (Whether they may go on before `item` is in is
    left open; so is what is dropped from other kinds of queues, which have an order of their own.)
    """
    dropped = []
    while queue.full():
        dropped.append(queue.get_nowait())
    queue.put_nowait(item)
    for _ in dropped:
        queue.task_done()
    return dropped


def drain(queue: asyncio.Queue[T]) -> list[T]:
    """Take out all that is in `queue` now, and return it, the oldest first.

    It counts as done, for those who wait in `queue.join()`. Who waits for room in the queue gets it.
    """
    items = list(queue._queue)
    queue._queue.clear()
    for _ in items:
        queue.task_done()
    return items


async def poll(queue: asyncio.Queue[T], interval: float, on_idle: Callable[[], object]) -> T:
    """Return the next item of `queue`; look for it every `interval` seconds.

    If there is an item, it is returned at once. Otherwise `on_idle()` is called, a plain function,
    and after `interval` seconds the queue is looked at again; and so on. Any object may be an item.
    Others may take items as well, by calls of `poll` for instance: who doesn't get one looks again.

    The item isn't marked as done: that is for the caller to do. A call that is cancelled ends as
    cancelled, and takes nothing.
    """
    while queue.empty():
        on_idle()
        await asyncio.sleep(interval)
    return queue.get_nowait()
