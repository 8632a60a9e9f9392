"""All tasks are there before the first one is awaited, in the block."""

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
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job()) for job in jobs]
        return [await task for task in tasks]
