"""Jobs that are finished move to a second dict, as soon as somebody asks, or a callback tells."""

import asyncio
from collections.abc import Coroutine
from typing import Any


def _describe(task: asyncio.Task[Any]) -> tuple[str, Any, str | None]:
    """State, result and error of a task; looking at it counts as retrieving its exception."""
    try:
        error = task.exception()
    except asyncio.InvalidStateError:
        return "pending", None, None
    except asyncio.CancelledError:
        return "cancelled", None, None
    if error is None:
        return "succeeded", task.result(), None
    return "failed", None, f"{type(error).__name__}: {error!s}"


class JobBoard:
    """The jobs of a service, each known by its id, and how they stand.

    Jobs that run are tasks in one dict. Of those that are finished only the description is kept.
    """

    def __init__(self) -> None:
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._finished: dict[str, tuple[str, Any, str | None]] = {}

    def _settle(self) -> None:
        for job_id, task in list(self._running.items()):
            if task.done():
                self._finished[job_id] = _describe(self._running.pop(job_id))

    def submit(self, job_id: str, coro: Coroutine[Any, Any, Any]) -> None:
        """Start the job `coro` with the id `job_id`."""
        self._settle()
        if job_id in self._running:
            coro.close()
            raise ValueError(f"{job_id} is still at work")
        task = asyncio.create_task(coro)
        task.add_done_callback(_describe)
        task.add_done_callback(lambda _: self._settle())
        self._finished.pop(job_id, None)
        self._running[job_id] = task

    def view(self, job_id: str) -> dict[str, Any]:
        """Say how the job stands at this moment."""
        self._settle()
        if job_id in self._running:
            state, result, error = _describe(self._running[job_id])
        else:
            state, result, error = self._finished[job_id]
        return {"state": state, "result": result, "error": error}

    def cancel(self, job_id: str) -> bool:
        """Ask the job to stop, and return what the `cancel` of its task returns."""
        self._settle()
        if job_id in self._finished:
            return False
        return self._running[job_id].cancel()

    def purge(self) -> int:
        """Forget all jobs that are finished, and return how many they were."""
        self._settle()
        number = len(self._finished)
        self._finished.clear()
        return number
