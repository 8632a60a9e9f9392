"""A StopAsyncIteration can only be the end of the source.

kills: test_an_end_of_something_else
loses: test_an_end_of_something_else
"""

import asyncio
from collections.abc import AsyncIterable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def select(
    source: AsyncIterable[T],
    keep: Callable[[T], Coroutine[Any, Any, bool]],
    transform: Callable[[T], Coroutine[Any, Any, R]],
) -> list[R]:
    results: list[R] = []
    iterator = aiter(source)
    while True:
        try:
            item = await anext(iterator)
            if await keep(item):
                results.append(await transform(item))
        except StopAsyncIteration:
            return results
