"""Copy a stream of items from a source that has to be opened and closed."""

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
            await write(item)
            count += 1
    return count


if __name__ == "__main__":
    import asyncio
    from contextlib import asynccontextmanager

    async def numbers() -> AsyncIterator[int]:
        for number in range(3):
            await asyncio.sleep(0.1)
            yield number

    @asynccontextmanager
    async def open_numbers() -> AsyncIterator[AsyncIterator[int]]:
        print("open")
        try:
            yield numbers()
        finally:
            print("closed")

    async def write(number: int) -> None:
        await asyncio.sleep(0.1)
        print("copied", number)

    async def demo() -> None:
        print(await copy_stream(open_numbers, write), "items")

    asyncio.run(demo())
