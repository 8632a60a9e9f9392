"""A peer that doesn't read for a while is gone, and what was written to it is lost anyway.

kills: test_a_slow_peer
loses: test_a_slow_peer
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[..., Awaitable[Streams]]


@asynccontextmanager
async def open_stream(host: str, port: int, *, connect: Connect) -> AsyncIterator[Streams]:
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
    reader, writer = await connect(host, port)
    try:
        yield reader, writer
    finally:
        writer.close()
        closed = asyncio.ensure_future(writer.wait_closed())
        try:
            await asyncio.wait([closed], timeout=1)
        finally:
            if not closed.done():
                writer.transport.abort()
            with contextlib.suppress(OSError):
                await closed
