"""Who is woken finds a job: the event says so.

kills: test_each_job_to_one_caller
loses: test_each_job_to_one_caller
"""

import asyncio
import heapq
import itertools
from typing import Generic, TypeVar

T = TypeVar("T")


class JobQueue(Generic[T]):
    """Jobs that wait to be taken. Any object is a job, None too, and so is one that can't be compared.

    The job with the lowest priority number comes first. Of jobs with equal numbers, the one that was
    submitted first comes first, whatever else has come and gone meanwhile.
    """

    def __init__(self) -> None:
        self._heap = []
        self._numbers = itertools.count()
        self._news = asyncio.Event()

    def submit(self, job: T, priority: int = 0) -> None:
        """Add `job`, at once."""
        heapq.heappush(self._heap, (priority, next(self._numbers), job))
        self._news.set()

    async def next_job(self) -> T:
        """Take out the job that comes first, and return it; while there is none, wait for one.

        Each job goes to one caller. (Which one, if several wait, is left open.) A caller that is
        cancelled ends as cancelled and takes nothing, even if a job comes in at that moment.
        """
        if not self._heap:
            self._news.clear()
            await self._news.wait()
        return heapq.heappop(self._heap)[2]

    def __len__(self) -> int:
        """How many jobs wait to be taken."""
        return len(self._heap)
