"""No streams: a protocol that is told what has come, and begins a job at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

Handle = Callable[[str], Awaitable[str]]


class _Connection(asyncio.Protocol):
    def __init__(self, server: JobServer) -> None:
        self._server = server
        self._came = b""
        self._over = False
        self.job: asyncio.Future[str] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._server.connections.add(self)
        self.go_on()

    def data_received(self, data: bytes) -> None:
        self._came += data
        self.go_on()

    def eof_received(self) -> bool:
        self._over = True
        self.go_on()
        return True  # it is closed when all is answered

    def connection_lost(self, exc: Exception | None) -> None:
        self._over, self._came = True, b""
        self.go_on()

    def go_on(self) -> None:
        """Begin the next job, or close, unless a job is under way."""
        if self.job is not None:
            return
        line, newline, rest = self._came.partition(b"\n")
        if newline and not self._server.stopping:
            self._came = rest
            self.job = asyncio.ensure_future(self._server.handle(line.decode()))
            self.job.add_done_callback(self._finished)
        elif self._over or self._server.stopping:
            self._transport.close()
            self._server.connections.discard(self)

    def _finished(self, job: asyncio.Future[str]) -> None:
        self.job = None
        if not job.cancelled():
            self._transport.write(job.result().encode() + b"\n")
        self.go_on()


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
        self.handle = handle
        self.stopping = False
        self.connections: set[_Connection] = set()

    async def start(self) -> int:
        """Serve at a free port of 127.0.0.1, and return the port. It is called once."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
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
        self.stopping = True
        self._server.close()
        jobs = [each.job for each in self.connections if each.job is not None]
        for connection in list(self.connections):
            connection.go_on()
        if jobs:
            _, late = await asyncio.wait(jobs, timeout=grace)
            for job in late:
                job.cancel()
            if late:
                await asyncio.wait(late)
