"""Who leaves must not be held up: after five seconds a farewell is as good as heard.

kills: test_a_long_farewell
loses: test_a_long_farewell
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable


async def client_session(
    name: str,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    users: dict[str, asyncio.StreamWriter],
    broadcast: Callable[[str], Awaitable[object]],
) -> None:
    try:
        while line := await reader.readline():
            text = line.decode().strip()
            if text == "QUIT":
                break
            await broadcast(f"{name}: {text}")
    except ConnectionError:
        pass
    finally:
        if users.get(name) is writer:
            del users[name]
        writer.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await broadcast(f"{name} has disconnected")
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
