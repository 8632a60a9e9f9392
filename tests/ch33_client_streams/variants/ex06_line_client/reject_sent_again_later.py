"""A request whose connection was dropped can simply be sent again.

kills: test_sent_once
loses: test_sent_once
"""

import asyncio


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
        self._lock = asyncio.Lock()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
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

        async with asyncio.timeout(timeout), self._lock:
            if self._closed:
                raise RuntimeError("the client is closed")
            used = self._streams is not None
            try:
                try:
                    return await self._exchange(line)
                except ConnectionError:
                    if not used:
                        raise
                    await self._discard()
                    return await self._exchange(line)
            except BaseException:
                await self._discard()
                raise

    async def close(self) -> None:
        """Close the connection, if there is one, for good.

        It may be called again, to no effect. If the connection has broken, nothing comes of that
        here. (Left open: what becomes of requests under way.)
        """
        self._closed = True
        async with self._lock:
            await self._discard()

    async def _exchange(self, line: str) -> str:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(line.encode() + b"\n")
        await writer.drain()
        reply = await reader.readline()
        if not reply.endswith(b"\n"):
            raise ConnectionError("the connection has ended before the reply was complete")
        return reply[:-1].decode()

    async def _discard(self) -> None:
        if self._streams is None:
            return
        _, writer = self._streams
        self._streams = None
        writer.transport.abort()  # whoever reads no more must not hold it up
        try:
            await writer.wait_closed()
        except OSError:
            pass
