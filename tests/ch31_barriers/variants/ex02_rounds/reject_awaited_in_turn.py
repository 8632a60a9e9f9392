"""Whoever awaits one task after the other learns of each failure at once.

kills: test_a_compute_fails
loses: test_a_compute_fails
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
        prev = results[-1] if results else None
        tasks = [asyncio.create_task(compute(worker, number, prev)) for worker in range(n)]
        try:
            values = [await task for task in tasks]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        results.append(await reduce(number, values))
    return results
