"""What counts is what the last round came to.

kills: test_results
loses: test_results test_empty_results test_a_single_worker test_in_any_order
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
    barrier = asyncio.Barrier(n)
    values: dict[int, V] = {}
    results: list[R] = []

    async def work(worker: int) -> None:
        for number in range(rounds):
            prev = results[-1] if results else None
            values[worker] = await compute(worker, number, prev)
            if await barrier.wait() == 0:
                results.append(await reduce(number, [values[each] for each in range(n)]))
            await barrier.wait()  # until the new `prev` is there

    try:
        async with asyncio.TaskGroup() as group:
            for worker in range(n):
                group.create_task(work(worker))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return results[-1:]
