"""No `wait_closed`: the buffer is emptied, or thrown away, and the loop gets its turn."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[..., Awaitable[Streams]]


async def _flush(writer: asyncio.StreamWriter) -> None:
    """Wait until the buffer of `writer` is empty, or the connection broken."""
    writer.transport.set_write_buffer_limits(high=0)
    with suppress(OSError):
        await writer.drain()


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    if writer.transport.get_write_buffer_size():
        writer.transport.abort()
    await asyncio.sleep(0)  # the transport gives its socket back in the next turn of the loop


class _Connection:
    def __init__(self, host: str, port: int, connect: Connect) -> None:
        self._open = lambda: connect(host, port)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Streams:
        reader, writer = await self._open()
        self._stack.push_async_callback(_hang_up, writer)
        self._writer = writer
        return reader, writer

    async def __aexit__(self, *details: object) -> None:
        async with self._stack:
            if details[0] is None:
                self._writer.close()
                await _flush(self._writer)


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
    return _Connection(host, port, connect)
