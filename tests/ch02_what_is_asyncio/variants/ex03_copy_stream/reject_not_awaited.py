"""Calling `write(item)` writes the item.

kills: test_all_items test_one_step_after_the_other test_a_failed_write test_cancelled_in_a_write
    test_cancelled_anywhere
loses: test_all_items test_one_step_after_the_other test_a_failed_write test_cancelled_in_a_write
    test_cancelled_anywhere
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
        async for item in source:
            write(item)
            count += 1
    return count
