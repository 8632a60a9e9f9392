"""Threads made by hand take items from a shared iterator until it ends, or one of them has failed."""

import asyncio
import threading
from collections.abc import Callable, Sequence
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
    results = dict[int, B]()
    errors = list[BaseException]()
    waiting, lock = list(enumerate(items))[::-1], threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if errors or not waiting:
                    return
                index, item = waiting.pop()
            try:
                results[index] = fn(item)
            except BaseException as error:
                errors.append(error)

    def run() -> None:
        threads = [threading.Thread(target=work) for _ in range(max_workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    await asyncio.to_thread(run)
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(items))]
