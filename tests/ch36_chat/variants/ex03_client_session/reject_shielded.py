"""A message that was begun has to reach everybody, and under a shield it does.

kills: test_cancelled_while_it_speaks
loses: test_cancelled_while_it_speaks
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
            await asyncio.shield(broadcast(f"{name}: {text}"))
    except ConnectionError:
        pass
    finally:
        if users.get(name) is writer:
            del users[name]
        writer.close()
        await broadcast(f"{name} has disconnected")
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
