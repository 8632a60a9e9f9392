"""A lock that readers share and writers don't."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager


class ReadWriteLock:
    """`async with lock.read():` and `async with lock.write():` guard something that is shared.

    Any number of readers may be in at once. A writer is alone: while it is in, there is no other
    writer, and no reader. Whoever may go in goes in at that moment. Readers don't overtake:
    one that comes while readers are in and a writer waits goes in after that writer. When a writer
    leaves and both readers and writers wait, it is left open who is next, whoever came first; and
    so is in which order writers go in.

    However a block is left, by its end, by an exception, which comes out as it is, or by a
    cancellation, its part of the lock is free then. Who is cancelled while it waits has never been
    in, and those who waited behind it go on as if it had never come. (A second cancellation of the
    same block is left open. So is a task that is in already and asks again.)
    """

    def __init__(self) -> None:
        pass  # TODO: whatever you need

    def read(self) -> AbstractAsyncContextManager[None]:
        """Return an async context manager: its block shares the lock with other readers.

        You may turn it into an `async def` under `@asynccontextmanager`.
        """
        raise NotImplementedError  # TODO: replace this line

    def write(self) -> AbstractAsyncContextManager[None]:
        """Return an async context manager: its block has the lock for itself."""
        raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        lock = ReadWriteLock()

        async def reader(name: str) -> None:
            async with lock.read():
                print(name, "reads")
                await asyncio.sleep(0.3)
            print(name, "has read")

        async def writer() -> None:
            async with lock.write():
                print("the writer writes")
                await asyncio.sleep(0.3)
            print("the writer has written")

        await asyncio.gather(reader("Ada"), reader("Bob"), writer(), reader("Cleo"))

    asyncio.run(demo())
