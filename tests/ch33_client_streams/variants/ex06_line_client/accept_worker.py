"""A worker does one exchange after the other, to its end, whoever still waits for it."""

import asyncio
import contextlib


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
        self._jobs: asyncio.Queue[tuple[str, asyncio.Future[str]]] = asyncio.Queue()
        self._worker: asyncio.Task[None] | None = None
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

        if self._closed:
            raise RuntimeError("the client is closed")
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())
        reply: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait((line, reply))
        return await asyncio.wait_for(reply, timeout)

    async def close(self) -> None:
        """Close the connection, if there is one, for good.

        It may be called again, to no effect. If the connection has broken, nothing comes of that
        here. (Left open: what becomes of requests under way.)
        """
        self._closed = True
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait([self._worker])
            self._worker = None

    async def _work(self) -> None:
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        try:
            while True:
                line, reply = await self._jobs.get()
                if reply.done():
                    continue
                try:
                    if streams is None:
                        streams = await asyncio.open_connection(self._host, self._port)
                    reader, writer = streams
                    writer.write(line.encode() + b"\n")
                    answer = (await reader.readuntil()).decode()[:-1]
                    if not reply.done():  # a reply that nobody wants is read all the same
                        reply.set_result(answer)
                except (OSError, EOFError) as error:
                    if streams is not None:
                        streams[1].transport.abort()
                        await asyncio.wait([asyncio.ensure_future(self._ended(streams[1]))])
                        streams = None
                    if not reply.done():
                        reply.set_exception(ConnectionError(str(error)))
        finally:
            if streams is not None:
                streams[1].close()
                await self._ended(streams[1])

    async def _ended(self, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await writer.wait_closed()
