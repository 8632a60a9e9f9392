"""An event tells all connections; each waits for it or for a line, whichever comes first."""

import asyncio
from collections.abc import Awaitable, Callable

Handle = Callable[[str], Awaitable[str]]


class JobServer:
    r"""A server that does a job for each line, and lets the jobs under way finish before it ends.

    A line ends with "\n", and is text in UTF-8; without the "\n" it is what `await handle(line)`
    gets. The text that this returns is sent back, with a "\n". For each connection there is one
    job at a time: its lines are answered in their order. Connections are served at the same time.
    When its client sends no more, its lines are still answered, and then its connection is closed.
    A client that breaks off is no error.

    (Left open: a last line without "\n", a `handle` that fails, what becomes of the job of a client
    that breaks off, and clients that never read.)
    """

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._stopping = asyncio.Event()
        self._jobs: set[asyncio.Task[str]] = set()
        self._serving: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Serve at a free port of 127.0.0.1, and return the port. It is called once."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def shutdown(self, grace: float) -> None:
        """End: let the jobs under way finish, for at most `grace` seconds.

        At once: clients that connect are refused; no job is begun any more, also for lines that
        have come already, be it in that very moment; and connections without a job under way are
        closed.

        A job under way goes on. When it has finished, its answer is sent, and then its connection is
        closed. Jobs that are still under way after `grace` seconds are cancelled, and their
        connections are closed without an answer. The call returns as soon as no job is under way,
        the clean-up of those that were cancelled included; so it takes no time if there was none.

        Answers that were given are delivered before their connection ends, also to a client that is
        slow, if it has read them when the grace is over. (Left open: whether the call waits for
        such a client.)

        Once it has ended, it may be called again, to no effect. (Left open: a call during another
        one, one that is cancelled, and a job that returns a text although it was cancelled.)
        """
        self._stopping.set()
        self._server.close()
        if self._jobs:
            _, late = await asyncio.wait(self._jobs, timeout=grace)
            for job in late:
                job.cancel()
        if self._serving:
            await asyncio.wait(self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            while (line := await self._next_line(reader)) is not None:
                job = asyncio.create_task(self._answer(line))
                self._jobs.add(job)
                await asyncio.wait([job])
                self._jobs.discard(job)
                if job.cancelled():
                    return
                writer.write(job.result().encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self._serving.discard(task)
            writer.close()

    async def _answer(self, line: str) -> str:
        return await self._handle(line)

    async def _next_line(self, reader: asyncio.StreamReader) -> str | None:
        if self._stopping.is_set():
            return None
        reading = asyncio.create_task(reader.readline())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([reading, stopping], return_when=asyncio.FIRST_COMPLETED)
            if self._stopping.is_set() or not reading.done():
                return None
            line = reading.result()
            return line.decode().removesuffix("\n") if line.endswith(b"\n") else None
        finally:
            reading.cancel()
            stopping.cancel()
            await asyncio.gather(reading, stopping, return_exceptions=True)
