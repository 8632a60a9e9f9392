"""`wait_closed` waits for the handlers.

requires-python: >=3.12
kills: test_clean_up
loses: test_a_handler_without_a_connection test_clean_up test_several_clean_up_at_once
    test_a_clean_up_that_fails test_cancelled
"""

import asyncio
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def serve_until(
    handler: Handler, stop: asyncio.Event, started: Callable[[int], object]
) -> None:
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await handler(reader, writer)
        except asyncio.CancelledError:
            pass  # it was told to end
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        started(server.sockets[0].getsockname()[1])
        await stop.wait()
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await server.wait_closed()
