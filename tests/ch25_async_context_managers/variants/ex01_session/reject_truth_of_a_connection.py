"""A connection counts as true.

kills: test_no_more_than_none
loses: test_no_more_than_none test_a_long_disconnect
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class Session(Generic[T]):
    def __init__(
        self, connect: Callable[[], Awaitable[T]], disconnect: Callable[[T], Awaitable[object]]
    ) -> None:
        self._connect = connect
        self._disconnect = disconnect
        self._conn: T | None = None

    async def __aenter__(self) -> T:
        self._conn = await self._connect()
        return self._conn

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        conn, self._conn = self._conn, None
        if conn:
            await self._disconnect(conn)
