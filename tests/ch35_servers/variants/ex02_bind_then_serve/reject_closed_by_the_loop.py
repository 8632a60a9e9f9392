"""The loop may close the server when it comes to it; nobody notices the difference.

kills: test_free_after_a_failure
loses: test_free_after_a_failure test_free_after_a_failure_at_the_call
"""

import asyncio
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def bind_then_serve(
    handler: Handler, prepare: Callable[[int], Awaitable[None]]
) -> asyncio.Server:
    server = await asyncio.start_server(handler, "127.0.0.1", 0, start_serving=False)
    try:
        await prepare(server.sockets[0].getsockname()[1])
        await server.start_serving()
    except BaseException:
        asyncio.get_running_loop().call_soon(server.close)
        raise
    return server
