"""Two conditions share one lock: one for readers, one for writers."""

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
        self._lock = asyncio.Lock()
        self._for_readers = asyncio.Condition(self._lock)
        self._for_writers = asyncio.Condition(self._lock)
        self._readers = self._writers = self._waiting = 0

    def _tell(self):
        self._for_readers.notify_all()
        self._for_writers.notify_all()

    @asynccontextmanager
    async def read(self):
        """Return an async context manager: its block shares the lock with other readers.

        You may turn it into an `async def` under `@asynccontextmanager`.
        """
        async with self._lock:
            while self._writers or self._waiting:
                await self._for_readers.wait()
            self._readers += 1
        try:
            yield
        finally:
            async with self._lock:
                self._readers -= 1
                self._tell()

    @asynccontextmanager
    async def write(self):
        """Return an async context manager: its block has the lock for itself."""
        async with self._lock:
            self._waiting += 1
            try:
                while self._writers or self._readers:
                    await self._for_writers.wait()
                self._writers += 1
            finally:
                self._waiting -= 1
                if not self._writers:
                    self._for_readers.notify_all()
        try:
            yield
        finally:
            async with self._lock:
                self._writers -= 1
                self._tell()
