"""A connection that was given to one who waits has arrived.

kills: test_a_waiter_is_cancelled
loses: test_a_waiter_is_cancelled
"""

import asyncio
from collections import deque
from contextlib import asynccontextmanager
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

    def __init__(self, connect, max_size: int) -> None:
        self._connect = connect
        self._free = max_size
        self._max_size = max_size
        self._idle = []
        self._queue = deque()
        self._closed = False
        self._closers = []

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
        if self._closed:
            raise PoolClosed
        async with asyncio.timeout(timeout):
            conn = await self._turn()
            if conn is not None:
                return conn
            try:
                return await self._connect()
            except BaseException:
                self._give_place()
                raise

    async def _turn(self):
        if self._idle:
            return self._idle.pop()
        if self._free:
            self._free -= 1
            return None
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        return await turn

    def _next(self):
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                return turn
        return None

    def _give(self, conn):
        if (turn := self._next()) is not None:
            turn.set_result(conn)
        else:
            self._idle.append(conn)

    def _give_place(self):
        if (turn := self._next()) is not None:
            turn.set_result(None)
        else:
            self._free += 1
        if self._closed and self._free == self._max_size:
            for closer in self._closers:
                if not closer.done():
                    closer.set_result(None)

    async def release(self, conn: Connection, *, broken: bool = False) -> None:
        """Take `conn` back: from now on it is idle. If somebody waits, they get it at that moment.

        A `broken` connection is closed instead, and then its place is free for those who wait. In a
        pool that is closed, every connection that comes back is closed.
        """
        if broken or self._closed:
            await conn.close()
            self._give_place()
        else:
            self._give(conn)

    @asynccontextmanager
    async def connection(self):
        """Return an async context manager: its block has a connection, which is released after it.

        However the block is left, the connection isn't broken. An exception comes out as it is.

        You may turn it into an `async def` under `@asynccontextmanager`.
        """
        conn = await self.acquire()
        try:
            yield conn
        finally:
            await self.release(conn)

    async def close(self) -> None:
        """Close the pool: from now on, nobody gets a connection.

        Idle connections are closed at once, in turn or together, the others when they come back.
        The call returns when all are closed, each of them once. It may be called again, and then
        waits in the same way.
        """
        self._closed = True
        while (turn := self._next()) is not None:
            turn.set_exception(PoolClosed())
        while self._idle:
            await self._idle.pop().close()
            self._give_place()
        if self._free < self._max_size:
            closer = asyncio.get_running_loop().create_future()
            self._closers.append(closer)
            await closer
