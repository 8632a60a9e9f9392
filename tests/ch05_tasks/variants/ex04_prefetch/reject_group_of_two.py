"""A group holds one exception.

kills: test_both_fail
loses: test_both_fail
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

P = TypeVar("P")
R = TypeVar("R")


async def process_pages(
    fetch: Callable[[int], Coroutine[Any, Any, P]],
    process: Callable[[P], Coroutine[Any, Any, R]],
    count: int,
) -> list[R]:
    results = list[R]()
    if count <= 0:
        return results
    page = await fetch(0)
    for number in range(1, count):
        try:
            async with asyncio.TaskGroup() as group:
                processing = group.create_task(process(page))
                fetching = group.create_task(fetch(number))
        except ExceptionGroup as errors:
            if len(errors.exceptions) == 1:
                raise errors.exceptions[0] from None
            raise
        results.append(processing.result())
        page = fetching.result()
    results.append(await process(page))
    return results
