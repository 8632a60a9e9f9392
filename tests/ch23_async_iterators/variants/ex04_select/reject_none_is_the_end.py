"""A default of None tells the end of the source.

kills: test_items_that_look_empty
loses: test_items_that_look_empty
"""

from collections.abc import AsyncIterable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def select(
    source: AsyncIterable[T],
    keep: Callable[[T], Coroutine[Any, Any, bool]],
    transform: Callable[[T], Coroutine[Any, Any, R]],
) -> list[R]:
    """Return a list of `await transform(item)` for each item of `source` that is to be kept.

    `await keep(item)` gives True if an item is to be kept, else False. The list is in the order of
    the source. Only what is kept is transformed.

    One item after the other: the next one is drawn from `source` when the one before is through
    with `keep` and, if it is kept, `transform`.

    An exception of `source`, `keep` or `transform` comes out as it is, at once, and nothing else is
    drawn or called after it. Only `source` has an end: a StopAsyncIteration of `keep` or `transform`
    is an exception like others. (In its place a RuntimeError may come out, which is what an async
    generator makes of it.) If the call is cancelled, so is whatever of these is under way, and the
    call ends as cancelled.
    """
    iterator = aiter(source)
    results: list[R] = []
    while (item := await anext(iterator, None)) is not None:
        if await keep(item):
            results.append(await transform(item))
    return results
