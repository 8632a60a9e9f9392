"""Who asks a dead worker is told, for the output ends then.

kills: test_it_is_dead
loses: test_it_ends_its_output test_it_is_dead
"""

from __future__ import annotations
import asyncio
import collections
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress


class WorkerDied(ConnectionError):
    """The process has ended, or has ended its output, before it had answered."""


class LineWorker:
    r"""A process that reads lines, and writes one line in reply to each, in the same order.

    Lines are UTF-8 and end with "\n"; replies have up to 64 KiB. What the process writes to its
    stderr is dropped, however much it is. Until it is closed, a worker may have a task of its own.
    (Left open: `start` or `close` being cancelled, `close` while somebody still asks or closes, and
    children of the process that hold its pipes.)
    """

    def __init__(self, process: Process) -> None:
        """Talk to `process`."""
        self._process = process
        self._waiting = collections.deque()
        self._closed = self._dead = False
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, *argv: str) -> LineWorker:
        """Start `argv`, and return the worker for it."""
        return cls(
            await asyncio.create_subprocess_exec(*argv, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        )

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
        if self._closed:
            raise RuntimeError("the worker has been closed")
        if "\n" in text:
            raise ValueError("a text is one line")
        reply = asyncio.get_running_loop().create_future()
        self._waiting.append(reply)
        self._process.stdin.write(f"{text}\n".encode())
        return await reply

    async def close(self) -> int:
        """End the process' input, let it come to its end, and return its exit code.

        What it still writes is dropped. It may have ended already. Closing again only returns the
        exit code.
        """
        self._closed = True
        self._process.stdin.close()
        await self._reader
        return await self._process.wait()

    async def _read(self) -> None:
        while (line := await self._process.stdout.readline()).endswith(b"\n"):
            if self._waiting and not (reply := self._waiting.popleft()).done():
                reply.set_result(line.decode().removesuffix("\n"))
        self._dead = True
        for reply in self._waiting:
            if not reply.done():
                reply.set_exception(WorkerDied("its output has ended"))
        while await self._process.stdout.read(1 << 16):
            pass
