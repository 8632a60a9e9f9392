"""Each job is a task of its own; its connection knows whether it has one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Handle = Callable[[str], Awaitable[str]]


class _Connection:
    def __init__(self, task: asyncio.Task[Any] | None, writer: asyncio.StreamWriter) -> None:
        self.task = task
        self.writer = writer
        self.job: asyncio.Future[str] | None = None


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
        self._connections: set[_Connection] = set()
        self._closing = False
        self._given_up: set[asyncio.Future[str]] = set()

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
        self._closing = True
        self._server.close()
        at_work = {}
        for connection in self._connections:
            if connection.job is None:
                connection.writer.close()  # its reader gets an end-of-file by this
            else:
                at_work[connection.job] = connection.task
        if not at_work:
            return
        _, late = await asyncio.wait(at_work, timeout=grace)
        self._given_up |= late
        for job in late:
            job.cancel()
        await asyncio.wait([task for task in at_work.values() if task is not None])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        me = _Connection(asyncio.current_task(), writer)
        self._connections.add(me)
        try:
            while not self._closing:
                line = await reader.readline()
                if not line.endswith(b"\n") or self._closing:
                    return
                text = line[:-1].decode()
                me.job = job = asyncio.ensure_future(self._handle(text))
                try:
                    answer = await job
                except asyncio.CancelledError:
                    if job in self._given_up:
                        return  # it is the job that was cancelled, and not this task
                    raise
                finally:
                    me.job = None
                if job in self._given_up:
                    return
                writer.write(answer.encode() + b"\n")
                if not self._closing:
                    await writer.drain()
        except ConnectionError:
            return
        finally:
            self._connections.discard(me)
            writer.close()
