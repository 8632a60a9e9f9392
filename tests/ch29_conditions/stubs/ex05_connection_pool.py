"""A pool of connections that are used again and again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol


class PoolClosed(Exception):
    """The pool gives out no more connections."""


class Connection(Protocol):
    """What the pool lends."""

    async def close(self) -> None:
        """Close the connection; this doesn't fail."""


class ConnectionPool:
    """Lends connections, to one borrower at a time each, and makes them when they are needed.

    There are never more than `max_size` (1 or more) connections, counted from the call of
    `connect()` until they are closed. `connect()` takes its time, and may fail; if it is cancelled,
    it ends at once. Several calls of it may be under way at the same time. The one who calls
    `acquire` has the connection until it is handed to `release`, once. Left open are: which of
    those who wait is served first; a `release` or `close` that is cancelled, and a second
    cancellation of the same call; what comes of it if a time limit and something else fall
    together; and what a waiter gets if a `release` and a `close` do.
    """

    def __init__(self, connect: Callable[[], Awaitable[Connection]], max_size: int) -> None:
        pass  # TODO: whatever you need

    async def acquire(self, timeout: float | None = None) -> Connection:
        """Return a connection that is idle, or else a new one, if there are fewer than `max_size`.

        Otherwise wait until one of the two is possible. All this, `connect()` included, may take
        `timeout` seconds (more than 0); then TimeoutError comes out at that moment. None: no limit.

        What `connect()` raises comes out as it is. However a call fails, by an exception, by its
        limit, or by a cancellation, it leaves nothing behind: its place is free at that moment for
        those who wait.

        Raises:
            PoolClosed: the pool is closed, before the call or while it waits; in that case it comes
                out at that moment. (A call that is in `connect()` then may go on, and even return
                the connection, to be released as any other.)
        """
        raise NotImplementedError  # TODO: replace this line

    async def release(self, conn: Connection, *, broken: bool = False) -> None:
        """Take `conn` back: from now on it is idle. If somebody waits, they get it at that moment.

        A `broken` connection is closed instead, and then its place is free for those who wait. In a
        pool that is closed, every connection that comes back is closed.
        """
        raise NotImplementedError  # TODO: replace this line

    def connection(self) -> AbstractAsyncContextManager[Connection]:
        """Return an async context manager: its block has a connection, which is released after it.

        However the block is left, the connection isn't broken. An exception comes out as it is.

        You may turn it into an `async def` under `@asynccontextmanager`.
        """
        raise NotImplementedError  # TODO: replace this line

    async def close(self) -> None:
        """Close the pool: from now on, nobody gets a connection.

        Idle connections are closed at once, in turn or together, the others when they come back.
        The call returns when all are closed, each of them once. It may be called again, and then
        waits in the same way.
        """
        raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    class Line:
        """A telephone line."""

        async def close(self) -> None:
            print("a line is closed")

    async def connect() -> Line:
        await asyncio.sleep(0.3)
        print("a line is open")
        return Line()

    async def demo() -> None:
        pool = ConnectionPool(connect, 2)

        async def user(name: str) -> None:
            async with pool.connection():
                print(name, "has a line")
                await asyncio.sleep(0.3)

        await asyncio.gather(*(user(name) for name in ("Ada", "Bob", "Cleo")))
        await pool.close()

    asyncio.run(demo())
