"""Uses that wait have a future each, which gets a connection, or the right to make one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar


class Connection(Protocol):
    """What `connect` makes. Closing it takes time, and doesn't fail."""

    async def close(self) -> None: ...


C = TypeVar("C", bound=Connection)


class _Use(Generic[C]):
    def __init__(self, pool: "Pool[C]") -> None:
        self._pool = pool

    async def __aenter__(self) -> C:
        self._conn = await self._pool._acquire()
        return self._conn

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if exc_type is None:
            self._pool._give(self._conn)
            return
        try:
            await self._conn.close()
        finally:
            self._pool._vacate()


class Pool(Generic[C]):
    """Connections that are used again: at most `size` (1 or more) at a time.

    `async with Pool(connect, size) as pool:` gives the pool to its block, and connects nothing yet.
    Within that block, `async with pool.connection() as conn:` is a use of a connection, that nobody
    else gets meanwhile. Uses may overlap; all of them have ended when the pool's block ends.

    - A use gets an idle connection if there is one; else `await connect()` makes one, unless there
      are `size` already. Then it waits. Uses that wait are served in the order in which they came,
      each as soon as possible. One that is cancelled while it waits is in nobody's way.
    - A connection counts from the call of `connect` until its `close` has ended. If `connect` fails
      or is cancelled, that comes out of the use, there is no connection, and nothing counts.
    - When the block of a use comes to a normal end, its connection stays open, and is idle.
    - When that block raises, its connection may be broken: it is closed, and not used again. Then
      the same exception comes out.
    - When a use is cancelled in its block, its connection is treated in either way, and the task
      ends as cancelled.

    Leaving the pool, in whatever way its block ends, closes the idle connections, and swallows
    nothing. So then every connection that was made has been closed, once.

    Left open is which of several idle connections a use gets, and in which order, or whether at
    once, they are closed; what comes of a cancellation while a connection is being closed, or in
    the very moment in which a waiting use is served; and, when another use comes in such a moment,
    in which order that one and those that wait are served.
    """

    def __init__(self, connect: Callable[[], Awaitable[C]], size: int) -> None:
        self._connect = connect
        self._size = size
        self._idle: list[C] = []
        self._count = 0
        self._waiting: deque[asyncio.Future[C | None]] = deque()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Close the idle connections."""
        while self._idle:
            await self._idle.pop().close()

    def connection(self) -> AbstractAsyncContextManager[C]:
        """A use of a connection, as an async context manager: its block gets the connection."""
        return _Use(self)

    def _serve(self, what: C | None) -> bool:
        """Hand a connection, or the right to make one, to the first that waits."""
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(what)
                return True
        return False

    def _give(self, conn: C) -> None:
        if not self._serve(conn):
            self._idle.append(conn)

    def _vacate(self) -> None:
        if not self._serve(None):
            self._count -= 1

    async def _acquire(self) -> C:
        if self._idle:
            return self._idle.pop()
        if self._count < self._size:
            self._count += 1
        else:
            future: asyncio.Future[C | None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            try:
                conn = await future
            except asyncio.CancelledError:
                if future.done() and not future.cancelled():  # served in this very moment
                    conn = future.result()
                    if conn is None:
                        self._vacate()
                    else:
                        self._give(conn)
                raise
            if conn is not None:
                return conn
        try:
            return await self._connect()
        except BaseException:
            self._vacate()
            raise
