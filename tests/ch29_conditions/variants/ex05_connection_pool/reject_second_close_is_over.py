"""A pool that is closed already needs no second `close`.

kills: test_borrowed_when_it_closes
loses: test_borrowed_when_it_closes
"""

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
        self._connect = connect
        self._max_size = max_size
        self._condition = asyncio.Condition()
        self._idle: list[Connection] = []
        self._total = 0  # places taken: by connections, and by those who are making one
        self._closed = False

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
        async with asyncio.timeout(timeout):
            async with self._condition:
                await self._condition.wait_for(
                    lambda: self._closed or self._idle or self._total < self._max_size
                )
                if self._closed:
                    raise PoolClosed
                if self._idle:
                    return self._idle.pop()
                self._total += 1
            try:
                return await self._connect()
            except BaseException:
                await self._free_places(1)
                raise

    async def release(self, conn: Connection, *, broken: bool = False) -> None:
        """Take `conn` back: from now on it is idle. If somebody waits, they get it at that moment.

        A `broken` connection is closed instead, and then its place is free for those who wait. In a
        pool that is closed, every connection that comes back is closed.
        """
        async with self._condition:
            if not broken and not self._closed:
                self._idle.append(conn)
                self._condition.notify_all()
                return
        await conn.close()
        await self._free_places(1)

    def connection(self) -> AbstractAsyncContextManager[Connection]:
        """Return an async context manager: its block has a connection, which is released after it.

        However the block is left, the connection isn't broken. An exception comes out as it is.

        You may turn it into an `async def` under `@asynccontextmanager`.
        """
        return self._lent()

    async def close(self) -> None:
        """Close the pool: from now on, nobody gets a connection.

        Idle connections are closed at once, in turn or together, the others when they come back.
        The call returns when all are closed, each of them once. It may be called again, and then
        waits in the same way.
        """
        async with self._condition:
            if self._closed:
                return
            self._closed = True
            idle, self._idle = self._idle, []
            self._condition.notify_all()
        for conn in idle:
            await conn.close()
        await self._free_places(len(idle))
        async with self._condition:
            await self._condition.wait_for(lambda: self._total == 0)

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[Connection]:
        conn = await self.acquire()
        try:
            yield conn
        finally:
            await self.release(conn)

    async def _free_places(self, n: int) -> None:
        async with self._condition:
            self._total -= n
            self._condition.notify_all()
