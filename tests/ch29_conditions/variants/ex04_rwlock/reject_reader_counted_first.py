"""Readers can be counted as soon as they come.

kills: test_cancelled_readers
loses: test_a_reader_behind_a_waiting_writer test_one_of_two_waiting_writers_gives_up
    test_a_cancelled_writer test_cancelled_readers test_all_at_once
"""

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
        self._condition = asyncio.Condition()
        self._readers = 0
        self._writing = False
        self._waiting = 0  # writers

    def read(self) -> AbstractAsyncContextManager[None]:
        """Return an async context manager: its block shares the lock with other readers.

        You may turn it into an `async def` under `@asynccontextmanager`.
        """
        return self._reading()

    def write(self) -> AbstractAsyncContextManager[None]:
        """Return an async context manager: its block has the lock for itself."""
        return self._alone()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[None]:
        self._readers += 1
        async with self._condition:
            await self._condition.wait_for(lambda: not self._writing and not self._waiting)
        try:
            yield
        finally:
            async with self._condition:
                self._readers -= 1
                self._condition.notify_all()

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        async with self._condition:
            self._waiting += 1
            try:
                await self._condition.wait_for(lambda: not self._writing and not self._readers)
                self._writing = True
            except BaseException:
                self._condition.notify_all()  # readers may have waited for this one only
                raise
            finally:
                self._waiting -= 1
        try:
            yield
        finally:
            async with self._condition:
                self._writing = False
                self._condition.notify_all()
