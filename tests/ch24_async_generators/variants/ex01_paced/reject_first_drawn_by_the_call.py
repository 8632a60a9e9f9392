"""The first item can be fetched by the call, so that it is there at once.

kills: test_the_call_draws_nothing
loses: test_the_call_draws_nothing
"""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Iterable
from typing import TypeVar

T = TypeVar("T")


def paced(items: Iterable[T], interval: float) -> AsyncGenerator[T, None]:
    """Return an async generator that yields `items`, in their order, at a pace.

    The first item comes at once. Before each other one there is a pause of `interval` seconds,
    which begins when that item is asked for, however long the one before it was worked on. The last
    item is followed by no pause: asked for more, the stream ends at once, and stays ended.

    `items` is any iterable, and may be endless. The call alone does nothing and draws nothing from
    it, and each step draws one item, the one that it yields.

    Several streams may run side by side.
    """
    source = iter(items)
    first = list(itertools.islice(source, 1))

    async def generate() -> AsyncGenerator[T, None]:
        for item in first:
            yield item
        for item in source:
            await asyncio.sleep(interval)
            yield item

    return generate()
