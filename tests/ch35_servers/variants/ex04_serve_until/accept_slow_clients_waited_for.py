"""Who came last is cancelled first; clients that are slow to read are waited for."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def serve_until(
    handler: Handler, stop: asyncio.Event, started: Callable[[int], object]
) -> None:
    """Serve at a free port of 127.0.0.1 until `stop` is set.

    `started(port)` is called once clients can connect. `handler(reader, writer)` is run for each
    client, and closes the client's connection when it ends, also when it is cancelled. A handler
    that ends, even with an exception, is of no consequence for other clients.

    Once `stop` is set, everything ends: from now on nobody listens at the port any more, all handlers
    that still run are cancelled, at the same time, also those that have closed their connection
    already, and the call returns None when all of them have finished their clean-up, however long
    that takes, and even if one fails in it. Nothing else is waited for: not that clients go by
    themselves.

    If the call is cancelled while it serves, the same is done, and then it ends as cancelled.

    (Left open: who hears of a handler's exception; a client whose handler has not begun to run when
    everything ends; whether a client is waited for that hasn't read yet what was written for it; a
    cancellation before `started` was called; one that comes while everything is being ended.)
    """
    running: dict[asyncio.Future[None], asyncio.StreamWriter] = {}

    async def closed(writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(handler(reader, writer))
        running[task] = writer
        await asyncio.wait([task])
        if not task.cancelled() and (error := task.exception()) is not None:
            print(f"a handler failed: {error!r}")
        await closed(writer)
        del running[task]

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        started(server.sockets[0].getsockname()[1])
        await stop.wait()
    finally:
        server.close()
        left = dict(reversed(running.items()))
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for writer in left.values():
            await closed(writer)
