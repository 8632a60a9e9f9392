"""`wait_for` around a step looks whether there is an item, and leaves it alone if there is none.

kills: test_as_they_arrive test_of_unequal_length
loses: test_as_they_arrive test_of_unequal_length test_empty_items test_exceptions_as_items
    test_at_the_same_moment test_a_slow_consumer test_closed_early test_closed_while_items_wait
    test_a_source_fails test_failures_at_the_same_moment test_a_failure_that_nobody_asks_for
    test_the_consumer_is_cancelled
"""

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
    left = list(sources)
    try:
        while left:
            for source in list(left):
                try:
                    item = await asyncio.wait_for(anext(source), 0.125)
                except TimeoutError:
                    continue
                except StopAsyncIteration:
                    left.remove(source)
                    continue
                yield item
    finally:
        for source in sources:
            await source.aclose()
