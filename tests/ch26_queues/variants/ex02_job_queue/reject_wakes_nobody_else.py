"""A caller that was woken takes the job, so nobody else has to be woken for it.

kills: test_cancelled_before_another_caller
loses: test_cancelled_before_another_caller
"""

import asyncio
import heapq
import itertools
from collections import deque
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
        self._waiters = deque()

    def submit(self, job: T, priority: int = 0) -> None:
        """Add `job`, at once."""
        heapq.heappush(self._heap, (priority, next(self._numbers), job))
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                break

    async def next_job(self) -> T:
        """Take out the job that comes first, and return it; while there is none, wait for one.

        Each job goes to one caller. (Which one, if several wait, is left open.) A caller that is
        cancelled ends as cancelled and takes nothing, even if a job comes in at that moment.
        """
        while not self._heap:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter
        return heapq.heappop(self._heap)[2]

    def __len__(self) -> int:
        """How many jobs wait to be taken."""
        return len(self._heap)
