"""After a while the tasks will be done, so a pause can stand in for waiting for them.

kills: test_the_results
loses: test_the_results test_all_begin_at_once test_as_long_as_the_slowest test_a_thousand
    test_a_task_for_each test_a_task_for_a_single_one test_nothing_left_to_run
    test_a_result_of_none test_no_work
"""

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
    tasks = [asyncio.create_task(work(number)) for number in range(n)]
    await asyncio.sleep(1)
    return [task.result() for task in tasks]
