"""After an exception `close()` is enough.

kills: test_closed_after_an_error
loses: test_closed_after_an_error test_cancelled_in_the_block
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from types import TracebackType

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[..., Awaitable[Streams]]


class open_stream:
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

    def __init__(self, host: str, port: int, *, connect: Connect) -> None:
        self._host, self._port, self._connect = host, port, connect

    async def __aenter__(self) -> Streams:
        self._reader, self._writer = await self._connect(self._host, self._port)
        return self._reader, self._writer

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._writer.close()
        if kind is None:
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
