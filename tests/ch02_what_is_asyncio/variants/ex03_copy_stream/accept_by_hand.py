"""`__aenter__`, `__anext__` and `__aexit__` are awaited by hand, the last one in a `finally`."""

import sys
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
    manager = open_source()
    source = await manager.__aenter__()
    count = 0
    try:
        while True:
            try:
                item = await source.__anext__()
            except StopAsyncIteration:
                return count
            await write(item)
            count += 1
    finally:
        await manager.__aexit__(*sys.exc_info())
