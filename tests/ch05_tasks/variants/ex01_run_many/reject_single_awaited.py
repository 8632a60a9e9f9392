"""A single work needs no task, for there is nothing to overlap with.

kills: test_a_task_for_a_single_one
loses: test_a_task_for_a_single_one
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def run_many(work: Callable[[int], Coroutine[Any, Any, T]], n: int) -> list[T]:
    if n == 1:
        return [await work(0)]
    return list(await asyncio.gather(*(work(number) for number in range(n))))
