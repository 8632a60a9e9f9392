"""A pause after each start lets that work begin, and nothing else.

kills: test_none_goes_on_before
loses: test_none_goes_on_before
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def run_many(work: Callable[[int], Coroutine[Any, Any, T]], n: int) -> list[T]:
    tasks = list[asyncio.Task[T]]()
    for number in range(n):
        tasks.append(asyncio.create_task(work(number)))
        await asyncio.sleep(0)
    return list(await asyncio.gather(*tasks))
