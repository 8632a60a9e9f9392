"""A limit keeps the machine healthy, and changes nothing else.

kills: test_a_thousand
loses: test_a_thousand
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def run_many(work: Callable[[int], Coroutine[Any, Any, T]], n: int) -> list[T]:
    places = asyncio.Semaphore(100)

    async def limited(number: int) -> T:
        async with places:
            return await work(number)

    tasks = [asyncio.create_task(limited(number)) for number in range(n)]
    return [await task for task in tasks]
