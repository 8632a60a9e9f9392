"""Behind the code there is a reason.

kills: test_no_reason test_an_empty_reason
loses: test_no_reason test_an_empty_reason
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import NamedTuple

Connect = Callable[..., Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class HttpRequest(NamedTuple):
    """Where to connect, whether encrypted, and what to send there."""

    host: str
    port: int
    ssl: bool
    payload: bytes


class BadResponse(Exception):
    """What has come isn't a response of HTTP."""


async def get_status(request: HttpRequest, *, connect: Connect) -> int:
    r"""Send the payload of `request`, and return the status code of the response.

    `await connect(host, port)` opens a connection and gives its two streams, as
    `asyncio.open_connection` does. If `request.ssl` is true, it takes `ssl=True` as well; if not,
    `ssl` may be left out, or be false.

    A response begins with its status line, which ends with "\r\n": a version, which begins with
    "HTTP/", a space, the code, which is a number, and mostly one more space and a reason. The
    reason is any text, in UTF-8; it may be empty, or left out with its space. The call returns as
    soon as this line is there, whatever follows: a server may go on sending for a long time, or
    just stay.

    BadResponse is raised if the first line is anything else (it may be no text at all), and if the
    connection ends without a byte. What `connect` raises comes out as it is, and a connection that
    is broken off raises its ConnectionError.

    However the call ends, the connection is closed by then: its socket is given back at the moment
    the call ends, not some time later. If the call is cancelled, it ends as cancelled. (Left open:
    a first line that is cut off, longer than 64 KiB, or ends with "\n" alone, other white space
    than one space, numbers that aren't written as three digits, a reason that is no UTF-8, a
    connection that is broken off right after the line, a server that never reads the request, and
    one that is slow to end an encrypted connection.)
    """
    host, port, ssl, payload = request
    reader, writer = await (connect(host, port, ssl=True) if ssl else connect(host, port))
    try:
        writer.write(payload)
        await writer.drain()
        line = await reader.readline()
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    words = line.split()
    if len(words) < 3 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise BadResponse(f"no status line: {line!r}")
    return int(words[1])
