"""While somebody of that name is in the room, it has not disconnected.

kills: test_replaced_and_announced
loses: test_replaced_and_announced
"""

import asyncio
from collections.abc import Awaitable, Callable


async def client_session(
    name: str,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    users: dict[str, asyncio.StreamWriter],
    broadcast: Callable[[str], Awaitable[object]],
) -> None:
    """Pass on what a user says until it leaves, and see to it that it leaves properly.

    The user is in the room already: `users[name]` is `writer`. For each line that comes (UTF-8),
    `broadcast(f"{name}: {text}")` is awaited; white space around the text doesn't count. The next line
    is read only after that. (Left open: blank lines, and lines of more than 64 KiB.)

    The line `QUIT` (white space around it doesn't count) ends it, and isn't passed on. So do the end of
    the data and a ConnectionError of the connection. Then, in this order: the user is removed from
    `users`; `writer` is closed; and `broadcast(f"{name} has disconnected")` is awaited, once, however
    long that takes. If by then the name belongs to another writer, or to nobody, `users` is left as it
    is.

    A ConnectionError of the connection doesn't come out, neither from reading nor from closing. If the
    call is cancelled, or `broadcast` raises something, that comes out, but the user leaves in the same
    way first. (Left open: whether the farewell is heard if it is cancelled, or fails, itself; what
    becomes of a ConnectionError that `broadcast` raises; whether `writer.wait_closed()` is awaited
    before or after the farewell.)
    """
    try:
        while line := await reader.readline():
            text = line.decode().strip()
            if text == "QUIT":
                break
            await broadcast(f"{name}: {text}")
    except ConnectionError:
        pass  # it has left in its own way
    finally:
        if users.get(name) is writer:
            del users[name]
        writer.close()
        if name not in users:
            await broadcast(f"{name} has disconnected")
        try:
            await writer.wait_closed()
        except ConnectionError:
            pass
