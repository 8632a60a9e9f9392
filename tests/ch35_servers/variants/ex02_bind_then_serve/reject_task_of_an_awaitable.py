"""Whatever can be awaited can be made a task.

kills: test_any_awaitable
loses: test_any_awaitable
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def bind_then_serve(
    handler: Handler, prepare: Callable[[int], Coroutine[Any, Any, None]]
) -> asyncio.Server:
    server = await asyncio.start_server(handler, "127.0.0.1", 0, start_serving=False)
    try:
        preparing = asyncio.create_task(prepare(server.sockets[0].getsockname()[1]))
        await preparing
        await server.start_serving()
    except BaseException:
        server.close()
        raise
    return server
