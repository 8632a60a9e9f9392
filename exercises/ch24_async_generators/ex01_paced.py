"""A stream that gives its items at a steady pace."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from typing import TypeVar

T = TypeVar("T")


async def paced(items: Iterable[T], interval: float) -> AsyncGenerator[T, None]:
    """Return an async generator that yields `items`, in their order, at a pace.

    The first item comes at once. Before each other one there is a pause of `interval` seconds,
    which begins when that item is asked for, however long the one before it was worked on. The last
    item is followed by no pause: asked for more, the stream ends at once, and stays ended.

    `items` is any iterable, and may be endless. The call alone does nothing and draws nothing from
    it, and each step draws one item, the one that it yields.

    Several streams may run side by side.
    """
    raise NotImplementedError  # TODO: replace these two lines
    yield


if __name__ == "__main__":

    async def demo() -> None:
        async for letter in paced("abc", 0.5):
            print(letter)

    asyncio.run(demo())
