"""Pumps put items and errors into lists, and set an event; the generator looks again when it is set."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

T = TypeVar("T")


async def merge(*sources: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    """Yield the items of all `sources` as they arrive, and end when all have ended.

    All sources are drawn from at the same time, and an item is yielded as soon as its source has
    it, whatever the others do; if the consumer is at work then, as soon as it asks. No item is
    lost, whatever it is: None, or an exception that is yielded and not raised, is an item as well.
    Those of one source keep their order; where several sources have one when the consumer asks, any
    of them may come first. How far a source is drawn ahead is left open. The call alone makes no
    task and draws nothing: all begins at the first step.

    If a source raises while the consumer waits, everything stops at once, and that very exception
    comes out; if several do, one of theirs. If one raises while the consumer is at work, its
    exception comes out of a later step, or is dropped if the generator is closed instead.

    `sources` are handed over: however this generator ends (by itself, closed before its end, by a
    failure, by a step that is cancelled), they have been closed when it has ended, the clean-up in
    them is over, and no task is left. A cancelled step ends as cancelled.

    (Left open: what becomes of a source that was never asked for an item, which of the items that
    have arrived but were not yielded come out before a failure, whether a clean-up that a source has
    begun by itself is cancelled when everything stops, and what comes of a clean-up that fails or is
    cancelled, of a source that raises `CancelledError` by itself, swallows a cancellation or yields
    on and on without waiting, and of one that is given twice.)
    """
    news = asyncio.Event()
    items: list[T] = []
    errors: list[Exception] = []

    async def pump(source: AsyncGenerator[T, None]) -> None:
        try:
            async for item in source:
                items.append(item)
                news.set()
        except Exception as error:
            errors.append(error)

    pumps = [asyncio.create_task(pump(source)) for source in sources]
    for task in pumps:
        task.add_done_callback(lambda _: news.set())
    try:
        while items or not all(task.done() for task in pumps):
            while items:
                yield items.pop(0)
            if errors:
                break
            if not all(task.done() for task in pumps):
                news.clear()
                await news.wait()
        if errors:
            raise errors[0]
    finally:
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        for source in sources:
            await source.aclose()
