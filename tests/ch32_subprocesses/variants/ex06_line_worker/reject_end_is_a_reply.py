"""A process that has ended answers with nothing.

kills: test_it_dies
loses: test_it_dies test_it_ends_its_output test_it_is_dead test_half_a_reply
"""

from __future__ import annotations
import asyncio
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
        self._lock = asyncio.Lock()
        self._closed = False
        self._exchanges: set[asyncio.Task[str]] = set()

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
        exchange = asyncio.create_task(self._exchange(text))
        self._exchanges.add(exchange)
        exchange.add_done_callback(self._ended)
        return await asyncio.shield(exchange)

    async def close(self) -> int:
        """End the process' input, let it come to its end, and return its exit code.

        What it still writes is dropped. It may have ended already. Closing again only returns the
        exit code.
        """
        self._closed = True
        if self._exchanges:
            await asyncio.wait(self._exchanges)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        await self._process.stdout.read()
        return await self._process.wait()

    def _ended(self, exchange: asyncio.Task[str]) -> None:
        self._exchanges.discard(exchange)
        with suppress(asyncio.CancelledError):
            exchange.exception()  # whoever asked may be gone

    async def _exchange(self, text: str) -> str:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        async with self._lock:
            try:
                process.stdin.write(f"{text}\n".encode())
                await process.stdin.drain()
                reply = await process.stdout.readline()
            except ConnectionError as error:
                raise WorkerDied("its input is closed") from error
        return reply.decode().removesuffix("\n")
