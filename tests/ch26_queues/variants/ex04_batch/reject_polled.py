"""To look again every tenth of a second is as prompt as to wait.

kills: test_full_before_its_time
loses: test_full_before_its_time test_others_wait_for_room
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def get_batch(queue: asyncio.Queue[T], max_items: int, max_wait: float) -> list[T]:
    """Take up to `max_items` (1 or more) items out of `queue`, and return them in their order.

    The call waits for the first item, however long that takes. From then on it waits for more: it
    returns as soon as it has `max_items`, or else `max_wait` seconds after it took the first one. What
    is in the queue by then is taken too, up to `max_items`, even if `max_wait` is 0. (Whether that
    goes for an item that comes in at the very moment at which the time is up, is left open.)

    Any object may be an item, None too. The call takes no item that it doesn't return. Items aren't
    marked as done: that is for the caller to do.

    A call that is cancelled ends as cancelled; as long as it waits for the first item, it has taken
    nothing, even if one comes in at that moment. (What becomes of items that it has already taken is
    left open; so is whether it returns instead, if it is cancelled at the moment at which one
    comes in.)
    """

    batch = [await queue.get()]
    loop = asyncio.get_running_loop()
    end = loop.time() + max_wait
    while True:
        while len(batch) < max_items and not queue.empty():
            batch.append(queue.get_nowait())
        if len(batch) == max_items or loop.time() >= end:
            return batch
        await asyncio.sleep(min(0.1, end - loop.time()))
