"""The event loop keeps its tasks alive, so the board can find them there.

kills: test_the_board_keeps_its_jobs
loses: test_the_board_keeps_its_jobs
"""

import asyncio
from collections.abc import Coroutine
from typing import Any


class JobBoard:
    """The jobs of a service, each known by its id, and how they stand.

    All methods are plain functions that answer at once. Jobs run while the event loop runs, and
    that is where `submit` is called.

    A job goes on until it ends by itself, or because `cancel` has asked it to. The board sees to
    that: it is enough if somebody holds the board, nobody has to hold or await anything else. So
    jobs may still run when a call is over; the house rule about tasks left behind doesn't hold
    here. A job is finished when it is done, in whatever way. (That the board is told of it by a
    callback, and so a turn of the event loop later, is soon enough.) Every job that fails is viewed
    by somebody afterwards.
    """

    def __init__(self) -> None:
        self._ends: dict[str, dict[str, Any]] = {}

    def submit(self, job_id: str, coro: Coroutine[Any, Any, Any]) -> None:
        """Start the job `coro` with the id `job_id`.

        The id may be that of a job that is finished: the new one takes its place.

        Raises:
            ValueError: the job with that id isn't finished. That one goes on as if nothing had
                happened, and `coro` never runs. It is disposed of, so that Python has no reason to
                warn that it was never awaited.
        """
        if self._find(job_id) is not None:
            coro.close()
            raise ValueError(job_id)
        self._ends.pop(job_id, None)
        asyncio.create_task(coro, name=job_id).add_done_callback(self._ended)

    def view(self, job_id: str) -> dict[str, Any]:
        """Say how the job stands at this moment.

        Returns:
            A dict with three keys. "state" is one of the words of ex01, with the same meaning:
            "pending", "succeeded", "failed" or "cancelled". "result" is what the job returned if
            it has succeeded, else None. "error" is a text if it has failed, else None: the bare
            name of the exception's class, without any module, a colon, a space and the exception's
            own text, as in "ValueError: no disk", even if that text is "". It's the same whenever
            and however often one looks.

        Raises:
            KeyError: the board knows no such job.
        """
        if self._find(job_id) is not None:
            return {"state": "pending", "result": None, "error": None}
        return self._ends[job_id]

    def cancel(self, job_id: str) -> bool:
        """Ask the job to stop, and return what the `cancel` of its task returns.

        That is True if the job has got the request, and False if it is finished already.

        Raises:
            KeyError: the board knows no such job.
        """
        task = self._find(job_id)
        if task is not None:
            return task.cancel()
        if job_id in self._ends:
            return False
        raise KeyError(job_id)

    def purge(self) -> int:
        """Forget all jobs that are finished, and return how many they were.

        The board doesn't know them any more. The others go on.
        """
        count = len(self._ends)
        self._ends.clear()
        return count

    def _find(self, job_id: str) -> asyncio.Task[Any] | None:
        for task in asyncio.all_tasks():
            if task.get_name() == job_id:
                return task
        return None

    def _ended(self, task: asyncio.Task[Any]) -> None:
        end: dict[str, Any] = {"state": "cancelled", "result": None, "error": None}
        if not task.cancelled():
            error = task.exception()
            if error is None:
                end |= {"state": "succeeded", "result": task.result()}
            else:
                end |= {"state": "failed", "error": f"{type(error).__name__}: {error}"}
        self._ends[task.get_name()] = end
