"""White space around a line is only for the eye.

kills: test_unchanged
loses: test_unchanged
"""

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
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle: set[asyncio.Task[None]] = set()

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
        self._stopping = True
        self._server.close()
        for task in self._idle:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while not self._stopping:
                self._idle.add(task)
                line = await reader.readline()
                self._idle.discard(task)
                if not line.endswith(b"\n") or self._stopping:
                    break
                answer = await self._handle(line.decode().strip())
                writer.write(answer.encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self._idle.discard(task)
            self._tasks.discard(task)
            writer.close()
