"""A `gather` whose time is over has waited for all that it cancelled.

kills: test_every_clean_up_is_waited_for
loses: test_every_clean_up_is_waited_for
"""

import asyncio
from collections.abc import Awaitable, Callable

Handle = Callable[[str], Awaitable[str]]


class JobServer:
    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def shutdown(self, grace: float) -> None:
        self._stopping = True
        self._server.close()
        for task in self._idle:
            task.cancel()
        try:
            async with asyncio.timeout(grace):
                await asyncio.gather(*(self._tasks - self._idle))
        except TimeoutError:
            pass  # who is late has been cancelled by now

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
                answer = await self._handle(line.decode().removesuffix("\n"))
                writer.write(answer.encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self._idle.discard(task)
            self._tasks.discard(task)
            writer.close()
