"""Of a stream without a match, the first match is None.

kills: test_no_match
loses: test_no_match
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Protocol, TypeVar

T = TypeVar("T")


class Connection(Protocol):
    """A connection to a database."""

    async def fetch(self) -> str | None:
        """Return the next row, or None after the last one."""

    async def close(self) -> None: ...


async def rows(open_: Callable[[], Awaitable[Connection]]) -> AsyncGenerator[str, None]:
    """Yield the rows that a connection gives, one after the other.

    The first step opens the connection, with `await open_()`; before it nothing happens. Each row
    is fetched when it is asked for, not before. However the generator ends (after the last row,
    closed before that, by a step that fails or is cancelled), the connection has been closed when
    it has ended: `await conn.close()` was called once, and has returned. What `open_` and `fetch`
    raise reaches the consumer as it is; a cancelled step ends as cancelled. (What a cancellation
    while `close` runs does is left open, and what a StopIteration or a StopAsyncIteration does.)
    """
    conn = await open_()
    try:
        while (row := await conn.fetch()) is not None:
            yield row
    finally:
        await conn.close()


async def first_match(gen: AsyncGenerator[T, None], predicate: Callable[[T], bool]) -> T | None:
    """Return the first item of `gen` for which `predicate` is true, or None if there is none.

    No item is drawn after that one. `gen` is handed over: however this call ends (with an item or
    None, by an exception of `predicate` or `gen`, by being cancelled), `gen` has been closed when
    it has ended, and the clean-up in it is over. What `predicate` or `gen` raises reaches the
    caller as it is; a cancelled call ends as cancelled. (What a cancellation during a clean-up does
    is left open, and what a StopIteration or a StopAsyncIteration of `predicate` does.)
    """
    async with aclosing(gen), aclosing(item async for item in gen if predicate(item)) as matches:
        return await anext(matches)
