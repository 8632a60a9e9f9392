"""Entries that compare as equal stay in the order in which they were put into a heap.

kills: test_equal_priorities
loses: test_jobs_that_cannot_be_compared test_equal_priorities test_after_one_was_taken
    test_many_jobs
"""

import asyncio
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(order=True)
class _Entry:
    priority: int
    job: object = field(compare=False)


class JobQueue(Generic[T]):
    """Jobs that wait to be taken. Any object is a job, None too, and so is one that can't be compared.

    The job with the lowest priority number comes first. Of jobs with equal numbers, the one that was
    submitted first comes first, whatever else has come and gone meanwhile.
    """

    def __init__(self) -> None:
        self._queue = asyncio.PriorityQueue()

    def submit(self, job: T, priority: int = 0) -> None:
        """Add `job`, at once."""
        self._queue.put_nowait(_Entry(priority, job))

    async def next_job(self) -> T:
        """Take out the job that comes first, and return it; while there is none, wait for one.

        Each job goes to one caller. (Which one, if several wait, is left open.) A caller that is
        cancelled ends as cancelled and takes nothing, even if a job comes in at that moment.
        """
        return (await self._queue.get()).job

    def __len__(self) -> int:
        """How many jobs wait to be taken."""
        return self._queue.qsize()
