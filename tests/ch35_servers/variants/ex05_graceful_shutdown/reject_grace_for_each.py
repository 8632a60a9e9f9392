"""The jobs may be waited for in turn, each for the grace.

kills: test_the_grace_ends
loses: test_the_grace_ends test_every_clean_up_is_waited_for
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
        self._sessions: list[asyncio.Task[None]] = []
        self._at_work: set[asyncio.Task[None]] = set()
        self._ending = False

    async def start(self) -> int:
        """Serve at a free port of 127.0.0.1, and return the port. It is called once."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
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
        self._ending = True
        self._server.close()
        for task in self._sessions:
            if task not in self._at_work:
                task.cancel()
        for task in list(self._sessions):
            await asyncio.wait([task], timeout=grace)
            task.cancel()
        while self._sessions:
            await asyncio.wait(self._sessions)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._ending:
            writer.close()
            return
        task = asyncio.create_task(self._serve(reader, writer))
        self._sessions.append(task)
        task.add_done_callback(lambda done: self._ended(done, writer))

    def _ended(self, task: asyncio.Task[None], writer: asyncio.StreamWriter) -> None:
        self._sessions.remove(task)
        writer.close()
        if not task.cancelled() and (error := task.exception()):
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a connection has failed", "exception": error, "task": task}
            )

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        me = asyncio.current_task()
        assert me is not None
        try:
            while (line := await reader.readline()).endswith(b"\n") and not self._ending:
                self._at_work.add(me)
                try:
                    answer = await self._handle(line.decode().removesuffix("\n"))
                finally:
                    self._at_work.discard(me)
                writer.write(answer.encode() + b"\n")
                if self._ending:
                    break
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()
