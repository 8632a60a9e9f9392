"""In round brackets, a comprehension gives the items just as well.

kills: test_kept_and_transformed test_an_empty_source
loses: test_kept_and_transformed test_only_what_is_kept test_one_after_the_other test_in_time
    test_an_empty_source test_items_that_look_empty test_results_that_look_empty
    test_the_source_fails test_keep_fails test_transform_fails test_an_end_of_something_else
    test_cancelled_at_any_moment
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
    return (await transform(item) async for item in source if await keep(item))
