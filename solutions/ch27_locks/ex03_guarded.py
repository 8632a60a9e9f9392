"""Work under a lock, after waiting for it, but not for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def guarded(lock: asyncio.Lock, work: Callable[[], Awaitable[T]], timeout: float | None) -> T:
    """Await `work()` while this call holds `lock`, and return its result.

    Wait for the lock at most `timeout` seconds (more than 0), or as long as it takes if `timeout`
    is None. Calls get it as soon as it is free, in the order in which they began to wait. If the
    time is over first, TimeoutError comes out at that moment, and `work` isn't called. If both
    happen at the same moment, either is right. Once the lock is held, `work` may take as long as
    it likes.

    However the call ends (with a result, with any exception of `work`, which comes out as it is,
    or by a cancellation at any moment), it holds the lock no longer, and it has never released
    the lock while somebody else held it.
    """
    async with asyncio.timeout(timeout):
        await lock.acquire()
    try:
        return await work()
    finally:
        lock.release()


if __name__ == "__main__":

    async def demo() -> None:
        lock = asyncio.Lock()

        async def work(name: str) -> str:
            await asyncio.sleep(0.3)
            return f"{name} is done"

        async def call(name: str, timeout: float) -> None:
            try:
                print(await guarded(lock, lambda: work(name), timeout))
            except TimeoutError:
                print(f"{name} came too late")

        await asyncio.gather(call("a", 0.1), call("b", 0.2), call("c", 0.5))

    asyncio.run(demo())
