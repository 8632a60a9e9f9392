"""A socket of one's own is bound, and given to a server afterwards."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def bind_then_serve(
    handler: Handler, prepare: Callable[[int], Awaitable[None]]
) -> asyncio.Server:
    """Reserve a free port of 127.0.0.1, await `prepare(port)`, then serve, and return the server.

    From before `prepare` is called the port is ours: a plain socket can't bind it, and nobody gets
    it as a free port. (Left open: sockets that ask for a port in use, with SO_REUSEADDR or
    SO_REUSEPORT.) But until `prepare` has ended, nobody is let in: a client that connects is
    refused at once, with ConnectionRefusedError. When the call returns, the server serves at that
    port: `handler(reader, writer)` is run for each client.

    `prepare(port)` may give any awaitable. If it raises an exception, be it when it is called or
    when it is awaited, the same exception comes out. If the call is cancelled while it waits for
    `prepare`, it ends as cancelled. In both cases nothing is left: at the moment the call ends, the
    port is free again. (Left open: a cancellation at another moment.)
    """
    plug = socket.socket()
    try:
        plug.bind(("127.0.0.1", 0))
        await prepare(plug.getsockname()[1])
        return await asyncio.start_server(handler, sock=plug)
    except BaseException:
        plug.close()
        raise
