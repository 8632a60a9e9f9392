"""The exit runs after a failed entry, too: `connect` belongs into the `try`.

kills: test_connect_fails
loses: test_connect_fails test_cancelled_at_any_moment
"""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


@contextlib.asynccontextmanager
async def Session(
    connect: Callable[[], Awaitable[T]], disconnect: Callable[[T], Awaitable[object]]
) -> AsyncIterator[T]:
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
    conn = None
    try:
        conn = await connect()
        yield conn
    finally:
        await disconnect(conn)
