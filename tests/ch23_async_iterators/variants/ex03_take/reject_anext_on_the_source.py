"""What can be looped over with `async for` can be stepped with `anext`.

kills: test_an_iterable
loses: test_an_iterable
"""

from collections.abc import AsyncIterable
from typing import TypeVar

T = TypeVar("T")


async def take(source: AsyncIterable[T], n: int) -> list[T]:
    """Return the first `n` items (0 or more) that `source` gives; fewer, if it ends before.

    An item is whatever a step gives, None too. Steps are taken one after the other, and only those
    that are needed: none after the n-th item, and none after the end.

    `source` may be an iterator under way; then its next items are meant. It is the caller's: it
    stays usable, and whoever steps it next gets the item after the last one taken. It is not for
    this function to close. (Left open: what becomes of an iterator that `aiter(source)` makes, if
    `source` is none itself; and whether `aiter` is called if `n` is 0.)

    An exception of `source` comes out as it is, at once. If the call is cancelled, so is the step
    under way, and the call ends as cancelled. Either way, items that were taken before are lost.
    """
    items: list[T] = []
    while len(items) < n:
        try:
            items.append(await anext(source))
        except StopAsyncIteration:
            break
    return items
