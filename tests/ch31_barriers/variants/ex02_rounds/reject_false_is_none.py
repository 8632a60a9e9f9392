"""What counts as false is as good as None.

kills: test_empty_results
loses: test_empty_results
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

V = TypeVar("V")
R = TypeVar("R")


async def run_rounds(
    n: int,
    rounds: int,
    compute: Callable[[int, int, R | None], Coroutine[Any, Any, V]],
    reduce: Callable[[int, list[V]], Coroutine[Any, Any, R]],
) -> list[R]:
    results: list[R] = []
    for number in range(rounds):
        prev = (results and results[-1]) or None
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(compute(worker, number, prev)) for worker in range(n)]
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        results.append(await reduce(number, [task.result() for task in tasks]))
    return results
