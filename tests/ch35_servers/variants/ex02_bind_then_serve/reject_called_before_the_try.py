"""A call can't fail, only awaiting what it gives can.

kills: test_free_after_a_failure_at_the_call
loses: test_free_after_a_failure_at_the_call
"""

import asyncio
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def bind_then_serve(
    handler: Handler, prepare: Callable[[int], Awaitable[None]]
) -> asyncio.Server:
    server = await asyncio.start_server(handler, "127.0.0.1", 0, start_serving=False)
    preparing = prepare(server.sockets[0].getsockname()[1])
    try:
        await preparing
        await server.start_serving()
    except BaseException:
        server.close()
        raise
    return server
