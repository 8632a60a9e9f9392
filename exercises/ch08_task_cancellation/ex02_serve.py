"""Serve one connection, and never leave it open."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol


class Connection(Protocol):
    """An open connection to a peer that sends items."""

    async def read(self) -> str | None:
        """Return the next item, which may be empty, or None when the peer has sent everything."""

    async def close(self) -> None:
        """Say goodbye to the peer, which takes a while, and close the connection."""


async def serve(
    open_conn: Callable[[], Awaitable[Connection]], handle: Callable[[str], Awaitable[object]]
) -> int:
    """Open a connection, handle each item that it sends, and return how many there were.

    Open the connection with `await open_conn()`. Then read item after item, and `await
    handle(item)` for each before the next is read, until `read()` gives None.

    However it ends, `await conn.close()` is called exactly once on a connection that was opened,
    and the call ends only when that is complete: with the number of items, with the error of
    `read` or `handle`, or as cancelled if it was cancelled, whatever it was doing. If `await
    open_conn()` raises, be it a CancelledError, there is nothing to close. A cancellation during
    `close()` may cut it short, but doesn't close a second time; nothing else makes `close()` raise.
    """
    conn = await open_conn()
    count = 0
    try:
        while (item := await conn.read()) is not None:
            await handle(item)
            count += 1
    except asyncio.CancelledError:
        pass  # asked to stop: say goodbye, and tell how many there were
    await conn.close()
    return count


if __name__ == "__main__":

    class Demo:
        """A connection that sends an item every 0.2 s."""

        def __init__(self) -> None:
            self.items = ["red", "green", "blue"]

        async def read(self) -> str | None:
            await asyncio.sleep(0.2)
            return self.items.pop(0) if self.items else None

        async def close(self) -> None:
            await asyncio.sleep(0.1)
            print("closed")

    async def demo() -> None:
        async def open_conn() -> Demo:
            return Demo()

        async def handle(item: str) -> None:
            print("got", item)

        task = asyncio.create_task(serve(open_conn, handle))
        await asyncio.sleep(0.5)
        task.cancel()
        await asyncio.wait([task])
        print("ended as cancelled:", task.cancelled())

    asyncio.run(demo())
