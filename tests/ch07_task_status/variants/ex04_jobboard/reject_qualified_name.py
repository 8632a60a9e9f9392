"""A class's `__qualname__` is its name without the module.

kills: test_the_text_of_an_error
loses: test_the_text_of_an_error
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
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    def submit(self, job_id: str, coro: Coroutine[Any, Any, Any]) -> None:
        """Start the job `coro` with the id `job_id`.

        The id may be that of a job that is finished: the new one takes its place.

        Raises:
            ValueError: the job with that id isn't finished. That one goes on as if nothing had
                happened, and `coro` never runs. It is disposed of, so that Python has no reason to
                warn that it was never awaited.
        """
        known = self._tasks.get(job_id)
        if known is not None and not known.done():
            coro.close()
            raise ValueError(f"the job {job_id!r} isn't finished")
        self._tasks[job_id] = asyncio.create_task(coro)

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
        task = self._tasks[job_id]
        view: dict[str, Any] = {"state": "pending", "result": None, "error": None}
        if not task.done():
            return view
        if task.cancelled():
            return view | {"state": "cancelled"}
        error = task.exception()
        if error is not None:
            return view | {"state": "failed", "error": f"{type(error).__qualname__}: {error}"}
        return view | {"state": "succeeded", "result": task.result()}

    def cancel(self, job_id: str) -> bool:
        """Ask the job to stop, and return what the `cancel` of its task returns.

        That is True if the job has got the request, and False if it is finished already.

        Raises:
            KeyError: the board knows no such job.
        """
        return self._tasks[job_id].cancel()

    def purge(self) -> int:
        """Forget all jobs that are finished, and return how many they were.

        The board doesn't know them any more. The others go on.
        """
        finished = [job_id for job_id, task in self._tasks.items() if task.done()]
        for job_id in finished:
            del self._tasks[job_id]
        return len(finished)
