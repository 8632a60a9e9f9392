"""None is never an item, so it can say that the source has ended.

kills: test_items_that_look_empty
loses: test_items_that_look_empty
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def consume(
    source: AsyncGenerator[T, None], workers: int, handle: Callable[[T], Awaitable[None]]
) -> None:
    """Draw all items of `source`, and call `await handle(item)` once for each.

    At most `workers` (1 or more) calls of `handle` run at a time. As long as there are fewer, the
    next item is being drawn, and its call begins as soon as the item is there. To draw ahead is
    allowed, but at most `workers + 1` items that were drawn may wait for their call. When the
    source has ended and all calls have returned, `consume` returns.

    If a call of `handle` or the source raises an exception, everything stops (a StopAsyncIteration
    of a call is an exception, too, and not the end of the source): no other call begins, those that
    still run are cancelled at once, and only once, and `source` is closed. When all that
    has ended, the calls as well as the clean-up in the source, the exception comes out, as it is or
    in an exception group. If `consume` is cancelled, all of this stops as well, in whatever order,
    and then it ends as cancelled. No task is left.

    Calls of `handle` raise no `CancelledError` by themselves, and neither they nor `source` swallow
    one. (Left open: what becomes of `source` if it was never asked for an item; whether an item
    still gets its call that comes in the very moment of a failure; and what comes out if a clean-up
    fails, or if `consume` is cancelled when a failure has already begun to stop it, or a second
    time.)
    """
    queue: asyncio.Queue[T | None] = asyncio.Queue(workers)

    async def draw() -> None:
        async for item in source:
            await queue.put(item)
        for _ in range(workers):
            await queue.put(None)

    async def work() -> None:
        while (item := await queue.get()) is not None:
            await handle(item)

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(draw())
            for _ in range(workers):
                group.create_task(work())
    finally:
        await source.aclose()
