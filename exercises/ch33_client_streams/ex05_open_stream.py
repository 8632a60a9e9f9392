"""A connection for an `async with` block, closed however the block ends."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[..., Awaitable[Streams]]


def open_stream(host: str, port: int, *, connect: Connect) -> AbstractAsyncContextManager[Streams]:
    """Open a connection for an `async with` block, which gets `(reader, writer)`.

    `await connect(host, port)` opens it, as `asyncio.open_connection` does; if that fails, its
    exception comes out and the block is not entered.

    The connection is closed when the block has been left, however that happened: its socket is given
    back by then, not some time later. If the block ended without an exception, all that it wrote has
    been delivered first, even if the peer takes its time to read. (If it ended with one, or is
    cancelled while it is being left, what isn't sent yet may be lost.)

    What comes out is what the block raised, itself, whatever it is, a cancellation too; closing adds
    nothing to it, not even if the peer has broken the connection off. But a cancellation that comes
    while the connection is being closed comes out, and closing may then go on in the background.
    (Left open: how long closing takes if the block ended with an exception and the peer doesn't
    read; and what comes out if the block has closed the writer itself, but given up waiting for it.)
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"%d bytes" % len(await reader.read()))
            writer.close()

        async with await asyncio.start_server(count, "127.0.0.1", 0) as server:
            host, port = server.sockets[0].getsockname()
            async with open_stream(host, port, connect=asyncio.open_connection) as streams:
                reader, writer = streams
                writer.write(bytes(1_000_000))
                writer.write_eof()
                print("the server got", (await reader.read()).decode())

    asyncio.run(demo())
