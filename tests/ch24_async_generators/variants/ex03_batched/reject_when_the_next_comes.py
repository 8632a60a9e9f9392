"""A batch is over when the next item has no room in it.

kills: test_as_soon_as_it_is_full
loses: test_as_soon_as_it_is_full test_closed_early
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")


async def batched(source: AsyncGenerator[T, None], size: int) -> AsyncGenerator[list[T], None]:
    """Yield the items of `source`, in their order, in lists of `size` (1 or more).

    A batch is yielded as soon as it is full. Only the last one may be shorter, and none is empty.
    No item is drawn from `source` before the batch is asked for that it belongs to. Each batch is a
    list of its own, which no later step touches.

    If `source` raises, that exception comes out, as it is, after the batches that are full; items
    of a batch that isn't full are dropped.

    `source` is handed over: however this generator ends (after the last batch, closed before that,
    by a step that fails or is cancelled), `source` has been closed when it has ended, and the
    clean-up in it is over. A cancelled step ends as cancelled. (Left open: what becomes of `source`
    if this generator is closed before its first step, or ended by `athrow()`, and what comes of a
    clean-up that fails or is cancelled.)
    """
    async with aclosing(source):
        batch: list[T] = []
        async for item in source:
            if len(batch) == size:
                yield batch
                batch = []
            batch.append(item)
        if batch:
            yield batch
