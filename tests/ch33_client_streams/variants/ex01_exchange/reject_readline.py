"""A reply is a line.

kills: test_a_reply_in_pieces
loses: test_a_reply_in_pieces
"""

import asyncio
from collections.abc import Awaitable, Callable

Connect = Callable[..., Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


async def exchange(host: str, port: int, request: bytes, *, connect: Connect) -> bytes:
    """Send `request`, and return all that the peer sends until it ends.

    `await connect(host, port)` opens a connection and gives its two streams, as
    `asyncio.open_connection` does. The peer reads until the other side says that it sends no more;
    only then does it reply, with as many bytes as it likes, or none. Then it sends no more either:
    that is the end of the reply.

    However the call ends, the connection is closed by then: its socket is given back at the moment
    the call ends, not some time later. Errors reach the caller: a refused connection, and one that
    breaks before the reply has ended. If the call is cancelled, it ends as cancelled. (Left open: a
    peer that doesn't read the request, and one that replies before it has all of it.)
    """
    reader, writer = await connect(host, port)
    try:
        writer.write(request)
        writer.write_eof()
        return await reader.readline()
    finally:
        writer.close()
        await writer.wait_closed()
