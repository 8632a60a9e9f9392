"""Begun from the last worker to the first; of several failures the last one comes out."""

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
    """Do `rounds` rounds of work with `n` (1 or more) workers, and return what they came to.

    In a round, `compute(worker, round, prev)` is awaited for each worker, 0 to `n - 1`, all at the
    same time. As soon as all have returned, `reduce(round, values)` is awaited, once; `values` is a
    list of what they returned, in the order of the workers. Its result is `prev` for every worker
    of the next round, which begins as soon as `reduce` has returned, and not before. Rounds count
    from 0, and in round 0 `prev` is None.

    The result is a list with what each `reduce` returned, in order; it is empty for 0 rounds.

    If `compute` or `reduce` raises an exception, that very exception comes out, and no further round
    begins. Computations that still run are cancelled at once; when all have ended, clean-up
    included, the exception comes out. (If several fail at the same moment, it is left open which
    one's comes out. `compute` and `reduce` raise no CancelledError by themselves.)

    If `run_rounds` is cancelled, so is all that still runs, at once; it ends as cancelled when all
    has ended, clean-up included. (Left open: what a second cancellation does, or one that comes when
    something has failed already, and what comes out if a clean-up raises an exception.)
    """
    prev: R | None = None
    results: list[R] = []
    for number in range(rounds):
        tasks = [asyncio.create_task(compute(each, number, prev)) for each in reversed(range(n))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        ended = [task for task in tasks if not task.cancelled()]
        failures = [error for task in ended if (error := task.exception()) is not None]
        if failures:
            raise failures[-1]
        prev = await asyncio.create_task(reduce(number, [task.result() for task in reversed(tasks)]))
        results.append(prev)
    return results
