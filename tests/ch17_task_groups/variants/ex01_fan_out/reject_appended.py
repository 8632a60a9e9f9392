"""Values are there in the order of the jobs, whoever ends first.

kills: test_values_in_order
loses: test_values_in_order test_all_ready_at_once
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def fan_out(jobs: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> list[T]:
    """Run all `jobs` at the same time, and return their values: a list, in the order of the jobs.

    Each job is called once for each place it has in `jobs`, and runs in a task of its own. All
    begin at once, however many they are, in the order of `jobs`. When the last one has ended, the
    call returns.

    There may be no jobs at all: then the list is empty. (What happens if a job fails, or if the
    call is cancelled, is left open here.)
    """
    values: list[T] = []

    async def run(job: Callable[[], Coroutine[Any, Any, T]]) -> None:
        values.append(await job())

    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(run(job))
    return values
