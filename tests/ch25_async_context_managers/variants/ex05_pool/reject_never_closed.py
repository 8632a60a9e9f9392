"""Idle connections are closed when the pool is thrown away.

kills: test_one_use_after_the_other
loses: test_one_use_after_the_other test_more_uses_than_connections test_two_pools
    test_a_use_is_cancelled test_the_block_of_the_pool_fails test_many_uses_at_once
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar


class Connection(Protocol):
    """What `connect` makes. Closing it takes time, and doesn't fail."""

    async def close(self) -> None: ...


C = TypeVar("C", bound=Connection)


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
        self._slots = asyncio.Semaphore(size)
        self._idle: list[C] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Close the idle connections."""
        self._idle.clear()

    def connection(self) -> AbstractAsyncContextManager[C]:
        """A use of a connection, as an async context manager: its block gets the connection."""
        return self._use()

    @asynccontextmanager
    async def _use(self) -> AsyncIterator[C]:
        async with self._slots:
            conn = self._idle.pop() if self._idle else await self._connect()
            try:
                yield conn
            except BaseException:
                await conn.close()
                raise
            else:
                self._idle.append(conn)
