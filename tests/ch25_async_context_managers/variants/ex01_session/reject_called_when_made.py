"""Calling `connect` runs nothing yet: what it gives has only to be awaited later.

kills: test_a_session_is_made
loses: test_a_session_is_made
"""

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class Session(Generic[T]):
    """An async context manager: a connection for the length of a block.

    `async with Session(connect, disconnect) as conn:` awaits `connect()`, and what that returns is
    the connection: the block gets it as `conn`. However the block ends (at its last line, by a
    `return`, with an exception, or by a cancellation), `disconnect(conn)` is then awaited, once and
    to its end, before anything behind the block runs. What `disconnect` returns doesn't matter.

    Exceptions pass: what the block raises comes out of the `async with`, the same object, when
    the connection is closed, and a cancelled task ends as cancelled.

    If `connect()` fails or is cancelled there is no connection: its exception comes out, and
    neither the block nor `disconnect` runs. Making a `Session` calls nothing yet.

    Each session is entered once. Left open is what comes of a `disconnect` that fails, or that is
    cancelled itself.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[T]], disconnect: Callable[[T], Awaitable[object]]
    ) -> None:
        self._connecting = connect()
        self._disconnect = disconnect

    async def __aenter__(self) -> T:
        self._conn = await self._connecting
        return self._conn

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        await self._disconnect(self._conn)
