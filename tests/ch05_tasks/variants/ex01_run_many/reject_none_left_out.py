"""None from a task says that there is no result.

kills: test_a_result_of_none
loses: test_a_result_of_none
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def run_many(work: Callable[[int], Coroutine[Any, Any, T]], n: int) -> list[T]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(number)) for number in range(n)]
    return [result for task in tasks if (result := task.result()) is not None]
