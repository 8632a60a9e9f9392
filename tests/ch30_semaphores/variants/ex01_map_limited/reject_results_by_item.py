"""A result can be found by its item.

kills: test_items_that_are_equal
loses: test_items_that_are_equal
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")


async def map_limited(
    func: Callable[[A], Coroutine[Any, Any, B]], items: Iterable[A], limit: int
) -> list[B]:
    """Return `await func(item)` for each of `items`: a list, in their order."""
    todo = list(items)
    rest = iter(todo)
    results: dict[A, B] = {}

    async def work() -> None:
        for item in rest:
            results[item] = await func(item)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(limit):
                group.create_task(work())
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [results[item] for item in todo]
