"""It is waited for the end of the connection, guarded, before the farewell, which an inner `finally` protects."""

import asyncio
import contextlib


async def client_session(
    name: str,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    users: dict[str, asyncio.StreamWriter],
    broadcast: object,
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
    async def listen():
        while True:
            try:
                line = await reader.readline()
            except ConnectionError:
                return
            if not line or line.strip() == b"QUIT":
                return
            await broadcast(f"{name}: {line.strip().decode()}")

    try:
        await listen()
    finally:
        try:
            if users.get(name, None) is writer:
                users.pop(name)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        finally:
            await broadcast(f"{name} has disconnected")
