"""Every exception group comes from a TaskGroup.

kills: test_an_exception_group
loses: test_an_exception_group
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
    prev: R | None = None
    for number in range(rounds):
        failure: BaseException | None = None
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(compute(worker, number, prev)) for worker in range(n)
                ]
        except BaseExceptionGroup as error:
            failure = error
        while isinstance(failure, BaseExceptionGroup):
            failure = failure.exceptions[0]
        if failure is not None:
            raise failure
        prev = await reduce(number, [task.result() for task in tasks])
        results.append(prev)
    return results
