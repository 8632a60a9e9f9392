"""Calling `close()` closes; there is nothing to wait for.

kills: test_closed_at_the_end
loses: test_all_items test_closed_at_the_end test_an_error_comes_out test_closed_when_handling_fails
    test_closed_when_reading_fails test_closed_when_cancelled test_ends_as_cancelled
    test_closed_once test_closed_after_an_exception_of_another_kind
"""

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
    finally:
        conn.close()
    return count
