"""A board that shows how the jobs of a service stand."""

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
        raise NotImplementedError  # TODO: replace this line

    def submit(self, job_id: str, coro: Coroutine[Any, Any, Any]) -> None:
        """Start the job `coro` with the id `job_id`.

        The id may be that of a job that is finished: the new one takes its place.

        Raises:
            ValueError: the job with that id isn't finished. That one goes on as if nothing had
                happened, and `coro` never runs. It is disposed of, so that Python has no reason to
                warn that it was never awaited.
        """
        raise NotImplementedError  # TODO: replace this line

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
        raise NotImplementedError  # TODO: replace this line

    def cancel(self, job_id: str) -> bool:
        """Ask the job to stop, and return what the `cancel` of its task returns.

        That is True if the job has got the request, and False if it is finished already.

        Raises:
            KeyError: the board knows no such job.
        """
        raise NotImplementedError  # TODO: replace this line

    def purge(self) -> int:
        """Forget all jobs that are finished, and return how many they were.

        The board doesn't know them any more. The others go on.
        """
        raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        async def work() -> str:
            await asyncio.sleep(0.2)
            return "a report"

        async def fail() -> None:
            raise ValueError("no disk")

        board = JobBoard()
        for job_id, coro in (("report", work()), ("backup", fail()), ("import", work())):
            board.submit(job_id, coro)
        print(board.view("report"))
        print("asked to stop:", board.cancel("import"))
        await asyncio.sleep(0.3)
        for job_id in ("report", "backup", "import"):
            print(job_id, board.view(job_id))
        print("forgotten:", board.purge())

    asyncio.run(demo())
