"""An exit stack closes, unless all went well; the server is made by the loop."""

import asyncio
import contextlib
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
    loop = asyncio.get_running_loop()

    def protocol() -> asyncio.StreamReaderProtocol:
        return asyncio.StreamReaderProtocol(asyncio.StreamReader(), handler)

    with contextlib.ExitStack() as stack:
        server = await loop.create_server(protocol, "127.0.0.1", 0, start_serving=False)
        stack.callback(server.close)
        (listening,) = server.sockets
        _, port = listening.getsockname()
        await prepare(port)
        await server.start_serving()
        stack.pop_all()
    return server
