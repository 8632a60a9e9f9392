"""A store of long jobs, as behind an HTTP API."""

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
        pass  # TODO: whatever you need

    def submit(self, job_id: str, coro: Coroutine[Any, Any, Any]) -> None:
        """Start `coro` as the job `job_id`; it runs beside the caller, from its next await on.

        Raises:
            ValueError: the id is known already, whatever became of that job.
            RuntimeError: `close` has begun, or is over. (If both are so, it is either of the two.)

        A coroutine that is refused is closed, and never runs.
        """
        raise NotImplementedError  # TODO: replace this line

    def status(self, job_id: str) -> str:
        """Return "running", "done" (it has returned a value), "failed" or "cancelled".

        A job that was asked to stop is "running" until it has ended, in whatever way.
        """
        raise NotImplementedError  # TODO: replace this line

    def result(self, job_id: str) -> Any:
        """Return what the job has returned, as often as one asks.

        Raises:
            JobNotReady: it is still running; that doesn't disturb it.
            JobFailed: it ended with an exception: that one, the same object, is the `__cause__`,
                whatever Exception it is.
            JobCancelled: it ended as cancelled.
        """
        raise NotImplementedError  # TODO: replace this line

    def cancel(self, job_id: str) -> bool:
        """Ask the job to stop, and return True; return False if it had ended already."""
        raise NotImplementedError  # TODO: replace this line

    async def wait(self, job_id: str, timeout: float | None = None) -> str:
        """Wait until the job has ended, and return its status, which also says how it ended.

        After `timeout` seconds (more than 0; None: no limit) it returns the status of that moment.
        Any number of calls may wait for a job. Neither a timeout nor a cancellation of the call
        does anything to the job. A call that is cancelled while the job runs ends as cancelled, at
        once.
        """
        raise NotImplementedError  # TODO: replace this line

    async def close(self) -> None:
        """Cancel the jobs that still run, all at once, and return when they have ended.

        They may need time for that, and `close` asks each of them only once. (Whether it asks one
        that `cancel` has asked before is left open.) What the jobs have come to can be asked for
        afterwards, too. Nothing can be submitted any more, not even by a job that cleans up while
        `close` waits. No job calls `close`, or waits for itself; `close` is called only once, and
        nobody cancels it.
        """
        raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        async def report(seconds: float) -> str:
            await asyncio.sleep(seconds)
            return "42 pages"

        store = JobStore()
        store.submit("short", report(0.2))
        store.submit("long", report(10))
        print(await store.wait("short"), store.result("short"))
        print(await store.wait("long", timeout=0.2))
        await store.close()
        print(store.status("long"))

    asyncio.run(demo())
