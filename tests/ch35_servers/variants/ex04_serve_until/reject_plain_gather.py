"""`gather` waits for all tasks, whatever becomes of one.

kills: test_clean_up
loses: test_a_client_that_stays test_a_busy_handler test_a_handler_without_a_connection
    test_clean_up test_several_clean_up_at_once test_a_clean_up_that_fails test_a_client_that_left
    test_a_handler_that_fails
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
    tasks: set[asyncio.Future[None]] = set()

    def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(handler(reader, writer))
        tasks.add(task)
        task.add_done_callback(ended)

    def ended(task: asyncio.Future[None]) -> None:
        tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            print(f"a handler failed: {error!r}")

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        started(server.sockets[0].getsockname()[1])
        await stop.wait()
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks)
