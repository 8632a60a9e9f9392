"""When `asyncio.wait` has stopped waiting, what it has waited for is gone.

kills: test_a_timeout_leaves_no_task
loses: test_a_timeout_leaves_no_task
"""

import asyncio
from collections.abc import Coroutine
from typing import Any


class JobNotReady(Exception):
    """The job hasn't ended yet."""


class JobFailed(Exception):
    """The job ended with an exception, which is the `__cause__` of this one."""


class JobCancelled(Exception):
    """The job ended as cancelled."""


class JobStore:
    """Runs jobs, each under an id of its own, and keeps what they come to.

    All is called while an event loop runs. Every method but `submit` raises KeyError for an id that
    the store doesn't know (`close` takes none).

    The store answers for its jobs. No call leaves other tasks behind than them. Once it has been
    closed, nothing of them is left: no task, and no exception that nobody has retrieved, even if
    nobody has ever asked what became of a job.
    """

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._closed = False

    def submit(self, job_id: str, coro: Coroutine[Any, Any, Any]) -> None:
        """Start `coro` as the job `job_id`; it runs beside the caller, from its next await on.

        Raises:
            ValueError: the id is known already, whatever became of that job.
            RuntimeError: `close` has begun, or is over. (If both are so, it is either of the two.)

        A coroutine that is refused is closed, and never runs.
        """
        if self._closed or job_id in self._tasks:
            coro.close()
            if self._closed:
                raise RuntimeError("the store is closed")
            raise ValueError(f"there is a job {job_id!r} already")
        task = self._tasks[job_id] = asyncio.create_task(coro)
        task.add_done_callback(lambda task: task.cancelled() or task.exception())

    def status(self, job_id: str) -> str:
        """Return "running", "done" (it has returned a value), "failed" or "cancelled".

        A job that was asked to stop is "running" until it has ended, in whatever way.
        """
        task = self._tasks[job_id]
        if not task.done():
            return "running"
        if task.cancelled():
            return "cancelled"
        return "done" if task.exception() is None else "failed"

    def result(self, job_id: str) -> Any:
        """Return what the job has returned, as often as one asks.

        Raises:
            JobNotReady: it is still running; that doesn't disturb it.
            JobFailed: it ended with an exception: that one, the same object, is the `__cause__`,
                whatever Exception it is.
            JobCancelled: it ended as cancelled.
        """
        status = self.status(job_id)
        if status == "running":
            raise JobNotReady(job_id)
        if status == "cancelled":
            raise JobCancelled(job_id)
        if status == "failed":
            raise JobFailed(job_id) from self._tasks[job_id].exception()
        return self._tasks[job_id].result()

    def cancel(self, job_id: str) -> bool:
        """Ask the job to stop, and return True; return False if it had ended already."""
        return self._tasks[job_id].cancel()

    async def wait(self, job_id: str, timeout: float | None = None) -> str:
        """Wait until the job has ended, and return its status, which also says how it ended.

        After `timeout` seconds (more than 0; None: no limit) it returns the status of that moment.
        Any number of calls may wait for a job. Neither a timeout nor a cancellation of the call
        does anything to the job. A call that is cancelled while the job runs ends as cancelled, at
        once.
        """
        task = self._tasks[job_id]
        ended = asyncio.Event()
        task.add_done_callback(lambda _: ended.set())
        await asyncio.wait([asyncio.create_task(ended.wait())], timeout=timeout)
        return self.status(job_id)

    async def close(self) -> None:
        """Cancel the jobs that still run, all at once, and return when they have ended.

        They may need time for that, and `close` asks each of them only once. (Whether it asks one
        that `cancel` has asked before is left open.) What the jobs have come to can be asked for
        afterwards, too. Nothing can be submitted any more, not even by a job that cleans up while
        `close` waits. No job calls `close`, or waits for itself; `close` is called only once, and
        nobody cancels it.
        """
        self._closed = True
        running = [task for task in self._tasks.values() if not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
