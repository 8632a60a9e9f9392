"""A deque for each priority, and a semaphore that counts the jobs."""

import asyncio
from collections import defaultdict, deque
from typing import Generic, TypeVar

T = TypeVar("T")


class JobQueue(Generic[T]):
    """Jobs that wait to be taken. Any object is a job, None too, and so is one that can't be compared.

    The job with the lowest priority number comes first. Of jobs with equal numbers, the one that was
    submitted first comes first, whatever else has come and gone meanwhile.
    """

    def __init__(self) -> None:
        self._lines = defaultdict(deque)
        self._waiting = asyncio.Semaphore(0)

    def submit(self, job: T, priority: int = 0) -> None:
        """Add `job`, at once."""
        self._lines[priority].append(job)
        self._waiting.release()

    async def next_job(self) -> T:
        """Take out the job that comes first, and return it; while there is none, wait for one.

        Each job goes to one caller. (Which one, if several wait, is left open.) A caller that is
        cancelled ends as cancelled and takes nothing, even if a job comes in at that moment.
        """
        await self._waiting.acquire()
        priority = min(self._lines)
        job = self._lines[priority].popleft()
        if not self._lines[priority]:
            del self._lines[priority]
        return job

    def __len__(self) -> int:
        """How many jobs wait to be taken."""
        return sum(len(line) for line in self._lines.values())
