"""What has to end is ended one by one: a handler is cancelled, and waited for, then the next.

kills: test_several_clean_up_at_once
loses: test_several_clean_up_at_once
"""

import asyncio
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
    tasks: list[asyncio.Task[None]] = []

    async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await handler(reader, writer)

    def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(run(reader, writer))
        tasks.append(task)
        task.add_done_callback(ended)

    def ended(task: asyncio.Task[None]) -> None:
        tasks.remove(task)
        if not task.cancelled() and task.exception():
            print("a handler has failed:", repr(task.exception()))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        started(server.sockets[0].getsockname()[1])
        await stop.wait()
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
            await asyncio.wait([task])
