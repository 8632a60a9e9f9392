"""A queue of places, those with a connection first; and the end of it all before these."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol


class PoolClosed(Exception):
    """The pool gives out no more connections."""


class Connection(Protocol):
    """What the pool lends."""

    async def close(self) -> None:
        """Close the connection; this doesn't fail."""


_END, _FULL, _EMPTY = range(3)  # what comes out of the queue first


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
        self._serial = itertools.count()
        self._places = asyncio.PriorityQueue[tuple[int, int, Connection | None]]()
        for _ in range(max_size):
            self._put(_EMPTY)
        self._live = 0
        self._closed = False
        self._none_lives = asyncio.Event()
        self._none_lives.set()

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
            kind, _, conn = await self._places.get()
            if kind == _END:
                self._put(_END)  # for the next one
                raise PoolClosed
            if conn is not None:
                return conn
            self._count(1)
            try:
                return await self._connect()
            except BaseException:
                self._count(-1)
                self._put(_EMPTY)
                raise

    async def release(self, conn: Connection, *, broken: bool = False) -> None:
        """Take `conn` back: from now on it is idle. If somebody waits, they get it at that moment.

        A `broken` connection is closed instead, and then its place is free for those who wait. In a
        pool that is closed, every connection that comes back is closed.
        """
        if broken or self._closed:
            await self._dispose(conn)
        else:
            self._put(_FULL, conn)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
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
        if not self._closed:
            self._closed = True
            idle = []
            while not self._places.empty():
                conn = self._places.get_nowait()[2]
                if conn is not None:
                    idle.append(conn)
            self._put(_END)
            async with asyncio.TaskGroup() as group:
                for conn in idle:
                    group.create_task(self._dispose(conn))
        await self._none_lives.wait()

    async def _dispose(self, conn: Connection) -> None:
        await conn.close()
        self._count(-1)
        self._put(_EMPTY)

    def _put(self, kind: int, conn: Connection | None = None) -> None:
        self._places.put_nowait((kind, next(self._serial), conn))

    def _count(self, n: int) -> None:
        self._live += n
        if self._live:
            self._none_lives.clear()
        else:
            self._none_lives.set()
