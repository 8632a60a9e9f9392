"""Copying ends with the first error, and returns how far it has come.

kills: test_a_failed_write
loses: test_a_failed_write
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

T = TypeVar("T")


async def copy_stream(
    open_source: Callable[[], AbstractAsyncContextManager[AsyncIterator[T]]],
    write: Callable[[T], Awaitable[object]],
) -> int:
    """Copy all items of a source, in their order, and return how many there were.

    `open_source()` gives an async context manager: entering it opens the source and gives an async
    iterator of the items, leaving it closes the source. The manager sees to the iterator, too, and
    swallows no exception. `write(item)` gives an awaitable: awaiting it writes an item. An item may
    be anything, even None.

    An item is read when the one before it has been written. Once opened, the source stays open
    until the last item has been written; then it is closed. It is also closed, once, when reading
    or writing fails, and when this call is cancelled. The exception comes out.
    """
    count = 0
    async with open_source() as source:
        try:
            async for item in source:
                await write(item)
                count += 1
        except Exception as error:
            print("copied only", count, "items:", error)
    return count
