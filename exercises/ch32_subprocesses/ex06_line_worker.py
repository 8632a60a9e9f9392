"""A helper process that answers questions, one line each."""

from __future__ import annotations

import asyncio


class WorkerDied(ConnectionError):
    """The process has ended, or has ended its output, before it had answered."""


class LineWorker:
    r"""A process that reads lines, and writes one line in reply to each, in the same order.

    Lines are UTF-8 and end with "\n"; replies have up to 64 KiB. What the process writes to its
    stderr is dropped, however much it is. Until it is closed, a worker may have a task of its own.
    (Left open: `start` or `close` being cancelled, `close` while somebody still asks or closes, and
    children of the process that hold its pipes.)
    """

    @classmethod
    async def start(cls, *argv: str) -> LineWorker:
        """Start `argv`, and return the worker for it."""
        raise NotImplementedError  # TODO: replace this line

    async def ask(self, text: str) -> str:
        r"""Send `text` as a line, and return the reply to it, without its "\n".

        Any number of tasks may ask at the same time; each gets the reply to its own text. An `ask`
        that is cancelled ends as cancelled, at once or with its reply, and the others still get the
        replies to their own texts. (Left open: whether a text that had to wait is still sent; which
        exception is raised if several apply; and a process that closes its input, but lives on.)

        Raises:
            ValueError: `text` has a "\n" in it; nothing is sent.
            RuntimeError: the worker has been closed.
            WorkerDied: the reply doesn't come, or not all of it. That holds for every `ask` from
                then on, too.
        """
        raise NotImplementedError  # TODO: replace this line

    async def close(self) -> int:
        """End the process' input, let it come to its end, and return its exit code.

        What it still writes is dropped. It may have ended already. Closing again only returns the
        exit code.
        """
        raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        worker = await LineWorker.start("sed", "-u", "s/^/you said: /")
        print(await asyncio.gather(worker.ask("one"), worker.ask("two")))
        print(await worker.close())

    asyncio.run(demo())
