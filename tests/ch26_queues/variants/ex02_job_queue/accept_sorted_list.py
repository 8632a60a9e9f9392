"""A list that is kept in order, and an event for those who wait."""

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")


class JobQueue(Generic[T]):
    """Jobs that wait to be taken. Any object is a job, None too, and so is one that can't be compared.

    The job with the lowest priority number comes first. Of jobs with equal numbers, the one that was
    submitted first comes first, whatever else has come and gone meanwhile.
    """

    def __init__(self) -> None:
        self._jobs = []
        self._news = asyncio.Event()

    def submit(self, job: T, priority: int = 0) -> None:
        """Add `job`, at once."""
        self._jobs.append((priority, job))
        self._jobs.sort(key=lambda entry: entry[0])
        self._news.set()

    async def next_job(self) -> T:
        """Take out the job that comes first, and return it; while there is none, wait for one.

        Each job goes to one caller. (Which one, if several wait, is left open.) A caller that is
        cancelled ends as cancelled and takes nothing, even if a job comes in at that moment.
        """
        while not self._jobs:
            self._news.clear()
            await self._news.wait()
        return self._jobs.pop(0)[1]

    def __len__(self) -> int:
        """How many jobs wait to be taken."""
        return len(self._jobs)
