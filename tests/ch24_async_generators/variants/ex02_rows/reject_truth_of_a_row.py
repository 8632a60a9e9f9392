"""Only None counts as false.

kills: test_an_empty_row
loses: test_an_empty_row
"""

import asyncio
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
    conn = await open_()
    try:
        while row := await conn.fetch():
            yield row
    finally:
        await conn.close()


async def first_match(gen: AsyncGenerator[T, None], predicate: Callable[[T], bool]) -> T | None:
    async with aclosing(gen):
        async for item in gen:
            if predicate(item):
                return item
    return None
