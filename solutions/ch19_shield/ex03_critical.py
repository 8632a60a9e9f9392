"""A section that is never left half-way."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def critical(section: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Return what `await section()` gives, and never leave the section half-way.

    Without a cancellation, its value comes back, or its error comes out, as soon as it has ended.

    However often the call is cancelled while the section runs, the section is left alone: it is not
    cancelled, and runs to its end. When it has ended, and not before, the cancellation takes
    effect: the call ends as cancelled, whatever the section came to. A value or an error that
    nobody gets this way is dropped.

    To whoever cancelled, this looks like any other cancellation that took its time: in a block with
    a time limit, `TimeoutError` comes out when the section has ended, and if somebody else cancels
    the call as well, the block ends as cancelled then.

    Left open: which of several cancellations it is that comes out, and a section that ends as
    cancelled though nobody cancelled the call.
    """
    task = asyncio.ensure_future(section())
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        task.exception()  # somebody has to have asked for it
        raise cancelled
    return task.result()


if __name__ == "__main__":

    async def demo() -> None:
        async def section() -> None:
            for page in range(4):
                await asyncio.sleep(0.2)
                print("page", page, "is written")

        task = asyncio.create_task(critical(section))
        await asyncio.sleep(0.3)
        task.cancel()
        await asyncio.wait([task])
        print("ended as cancelled:", task.cancelled())

    asyncio.run(demo())
