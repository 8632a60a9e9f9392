"""Who has given up gets no reply any more, and so leaves the queue of those who wait.

kills: test_a_timeout_of_another
loses: test_the_other_waits_on test_a_timeout_of_another
"""

import asyncio
import contextlib
from collections import deque


class LineClient:
    r"""A client of a server that answers each line with one line, in their order.

    Lines are UTF-8, and end with "\n" in both directions. One connection serves for all requests.
    It is opened when it is first needed, and replaced when it is of no more use.

    Any number of requests may be made at the same time. Each gets its own reply, never that of
    another one, whatever has become of others before it. If a request times out or is cancelled,
    those that were made at the same time don't suffer: they still get their replies.
    """

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._connecting = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._replies: deque[asyncio.Future[str]] = deque()
        self._receiver: asyncio.Task[None] | None = None
        self._closed = False

    async def request(self, line: str, timeout: float | None = None) -> str:
        r"""Send `line`, and return the reply without its "\n", otherwise unchanged.

        `timeout`, if given, limits the whole call, in seconds, the waiting for other requests
        included; TimeoutError is raised if it isn't enough. ConnectionError (or one of its
        subclasses) is raised if the connection is refused, or if it ends or breaks before the whole
        reply has come. Nothing is ever sent twice. If the call is cancelled, it ends as cancelled.

        A line with "\n" or "\r" in it raises ValueError, and isn't sent. After `close`,
        RuntimeError is raised.

        (Left open: how long a request has to wait for one before it whose reply nobody wants any
        more; what becomes of the first request after the server has ended the connection between
        two requests, and of those that wait for their turn when it breaks; a host that nobody
        knows; lines of more than 64 KiB; what a closed client says to a line with "\n" in it.)
        """
        if "\n" in line or "\r" in line:
            raise ValueError(f"more than a line: {line!r}")

        async with asyncio.timeout(timeout):
            async with self._connecting:
                if self._closed:
                    raise RuntimeError("the client is closed")
                if self._receiver is None or self._receiver.done():
                    await self._disconnect()
                    reader, self._writer = await asyncio.open_connection(self._host, self._port)
                    self._replies = deque()
                    self._receiver = asyncio.create_task(self._receive(reader, self._replies))
                assert self._writer is not None
                reply = asyncio.get_running_loop().create_future()
                self._replies.append(reply)
                self._writer.write(line.encode() + b"\n")
            try:
                return await reply
            finally:
                if reply in self._replies:
                    self._replies.remove(reply)

    async def close(self) -> None:
        """Close the connection, if there is one, for good.

        It may be called again, to no effect. If the connection has broken, nothing comes of that
        here. (Left open: what becomes of requests under way.)
        """
        self._closed = True
        async with self._connecting:
            await self._disconnect()

    async def _receive(
        self, reader: asyncio.StreamReader, replies: deque[asyncio.Future[str]]
    ) -> None:
        error = ConnectionError("the server has gone")
        try:
            while (line := await reader.readline()).endswith(b"\n"):
                reply = replies.popleft()
                if not reply.done():  # else nobody waits for it any more
                    reply.set_result(line[:-1].decode())
        except ConnectionError as broken:
            error = broken
        for reply in replies:
            if not reply.done():
                reply.set_exception(error)

    async def _disconnect(self) -> None:
        if self._receiver is not None:
            self._receiver.cancel()
            await asyncio.wait([self._receiver])
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
        self._writer = self._receiver = None
