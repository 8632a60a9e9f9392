"""Run a blocking function while everything else goes on."""

import asyncio
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def call_blocking(fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `fn(*args, **kwargs)` returns, and keep the event loop going meanwhile.

    `fn` is a plain function that takes its time: it sleeps, reads a file, waits for a device. It
    runs in another thread than the event loop's, once, from now on; several calls run at the same
    time. It sees the context variables as the caller has set them. Its result, or the very
    exception that it raises, comes out as soon as it has ended. (What becomes of `fn` if the call is
    cancelled is left open. So is which object comes out of a `TimeoutError`: before Python 3.13
    asyncio makes a new one of it.)
    """

    async def call() -> T:
        return fn(*args, **kwargs)

    return await asyncio.create_task(call())


if __name__ == "__main__":

    async def demo() -> None:
        async def tick() -> None:
            for number in range(4):
                print("tick", number)
                await asyncio.sleep(0.25)

        ticker = asyncio.create_task(tick())
        print("the page is", await call_blocking(load, "page", seconds=1.0))
        await ticker

    def load(name: str, *, seconds: float) -> str:
        """Load a page; it takes a while."""
        time.sleep(seconds)
        return f"{name}, loaded"

    asyncio.run(demo())
