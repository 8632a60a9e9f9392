"""A ticker that keeps time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def every(
    interval: float,
    action: Callable[[], Coroutine[Any, Any, object]],
    on_error: Callable[[Exception], object],
) -> None:
    """Run `await action()` again and again, at fixed points in time; never return.

    The points are: now, and every `interval` seconds (more than 0) after that. A run begins at each
    of them, however long the runs before it took, unless one is still under way: runs never
    overlap. A point that passes during a run is left out, and the next run begins at the next
    point. (Whether a run begins at a point at which a longer run ends is left open.)

    When a run fails, the exception is handed to `on_error`, which is quick and doesn't fail, and
    the ticking goes on as if nothing had happened.

    Cancelling the call is the only way to end it. The run under way, if there is one, is cancelled
    with it, and `on_error` isn't told; when the run has ended, the call ends as cancelled. (Runs let
    a cancellation through. What a run does that ends as cancelled by itself is left open.)
    """
    while True:
        try:
            await action()
        except Exception as error:
            on_error(error)
        await asyncio.sleep(interval)


if __name__ == "__main__":

    async def demo() -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()

        async def measure() -> None:
            print(f"measured at {loop.time() - start:.1f} s")
            await asyncio.sleep(0.2)

        try:
            async with asyncio.timeout(2.2):
                await every(0.5, measure, print)
        except TimeoutError:
            print("that's enough")

    asyncio.run(demo())
