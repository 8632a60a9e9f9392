"""`wait` tells of the first failure; what still queues is cancelled by hand."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar


A = TypeVar("A")
B = TypeVar("B")


async def map_in_threads(fn: Callable[[A], B], items: Sequence[A], max_workers: int) -> list[B]:
    """Return `fn(item)` for each of `items`, in their order. Without items, the list is empty.

    `fn` is a plain function that takes its time. Each item has a call of its own, also one that equals
    another. Up to `max_workers` (1 or more) calls run at the same time, never more; as long as items
    wait, the next call begins as soon as one has ended. The threads belong to this call alone: when it
    returns or raises, they have ended. The event loop keeps going from beginning to end.

    If a call of `fn` raises, that exception comes out, as it is or in an exception group, once the
    calls under way have ended. Items that wait for a thread when the failure is known are dropped;
    each thread may begin one more before it is. (What happens if the whole is cancelled is left open.
    So is which object comes out of a `TimeoutError`, as in ex01.)
    """
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(max_workers)
    calls = [loop.run_in_executor(pool, fn, item) for item in items]
    if calls:
        await asyncio.wait(calls, return_when=asyncio.FIRST_EXCEPTION)
    for call in calls:
        call.cancel()
    await asyncio.to_thread(pool.shutdown)
    for call in calls:
        if not call.cancelled() and (error := call.exception()) is not None:
            raise error
    return [call.result() for call in calls]
