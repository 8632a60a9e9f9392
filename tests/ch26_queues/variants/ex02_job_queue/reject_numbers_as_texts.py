"""Numbers are in the same order as the texts of them.

kills: test_many_jobs
loses: test_many_jobs
"""

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")


class JobQueue(Generic[T]):
    """Jobs that wait to be taken. Any object is a job, None too, and so is one that can't be compared.

    The job with the lowest priority number comes first. Of jobs with equal numbers, the one that was
    submitted first comes first, whatever else has come and gone meanwhile.
    """

    def __init__(self) -> None:
        self._queue = asyncio.PriorityQueue()
        self._submitted = 0

    def submit(self, job: T, priority: int = 0) -> None:
        """Add `job`, at once."""
        self._submitted += 1
        self._queue.put_nowait((priority, str(self._submitted), job))

    async def next_job(self) -> T:
        """Take out the job that comes first, and return it; while there is none, wait for one.

        Each job goes to one caller. (Which one, if several wait, is left open.) A caller that is
        cancelled ends as cancelled and takes nothing, even if a job comes in at that moment.
        """
        _, _, job = await self._queue.get()
        return job

    def __len__(self) -> int:
        """How many jobs wait to be taken."""
        return self._queue.qsize()
