"""Let a blocking function run while async work proceeds."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")


async def overlap(
    blocking: Callable[[], B], async_work: Callable[[], Coroutine[Any, Any, A]]
) -> tuple[B, A]:
    """Return what `blocking()` and `await async_work()` give, as a pair in this order.

    `blocking` is a plain function that takes its time. It is started in a thread before the async
    work takes its first step, and the two run at the same time: together they take as long as the
    longer of them. Both may return anything, also an exception object.

    If `blocking` raises, that exception comes out as it is. By then the async work has ended, by
    itself or cancelled. (When that is, and what becomes of `blocking` if the async work fails or the
    call is cancelled, is left open. So is what comes out if both fail, and which object comes out of
    a `TimeoutError`: before Python 3.13 asyncio makes a new one of it.)
    """
    in_thread = asyncio.to_thread(blocking)
    value = await async_work()
    return await in_thread, value


if __name__ == "__main__":

    async def demo() -> None:
        def read_disk() -> str:
            time.sleep(1)
            return "from the disk"

        async def ask_network() -> str:
            await asyncio.sleep(1)
            return "from the network"

        began = time.monotonic()
        print(await overlap(read_disk, ask_network))
        print(f"after {time.monotonic() - began:.1f} s")

    asyncio.run(demo())
