"""An exit stack keeps the source, `anext` asks for the items."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any, TypeVar

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
    async with AsyncExitStack() as stack:
        source = await stack.enter_async_context(open_source())
        while (item := await anext(source, _END)) is not _END:
            await write(item)
            count += 1
        return count


_END: Any = object()
