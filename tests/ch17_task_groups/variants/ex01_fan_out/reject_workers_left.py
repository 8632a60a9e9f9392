"""Who has nothing more to do may wait for more; it is in nobody's way.

kills: test_back_with_the_slowest
loses: test_back_with_the_slowest test_values_in_order test_all_begin_at_once test_many_jobs
    test_a_task_for_each test_all_ready_at_once test_a_job_that_is_there_twice
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
    places: asyncio.Queue[int] = asyncio.Queue()
    values: dict[int, T] = {}

    async def work() -> None:
        while True:
            place = await places.get()
            values[place] = await jobs[place]()
            places.task_done()

    workers = [asyncio.create_task(work()) for _ in jobs]
    for place in range(len(jobs)):
        places.put_nowait(place)
    await places.join()
    return [values[place] for place in range(len(workers))]
