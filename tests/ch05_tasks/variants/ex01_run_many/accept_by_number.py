"""The results are put into a dictionary by number, as they come."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def run_many(work: Callable[[int], Coroutine[Any, Any, T]], n: int) -> list[T]:
    """Run `work(0)`, `work(1)`, … `work(n - 1)` at the same time; return their results.

    Each of them runs in a task of its own, not in the caller's. They begin in the order of their
    numbers, one right after the other: whichever has to wait, none goes on before all have begun.
    So all together take as long as the slowest.

    The call returns when all of them have ended: a list of the results in the order of the
    numbers, whichever work ends first. None is a result, too. If `n` is 0, the list is empty.

    No work fails, and nobody cancels the call.
    """
    results: dict[int, T] = {}

    async def run(number: int) -> None:
        results[number] = await work(number)

    tasks = [asyncio.create_task(run(number)) for number in range(n)]
    for task in tasks:
        await task
    return [results[number] for number in range(n)]
