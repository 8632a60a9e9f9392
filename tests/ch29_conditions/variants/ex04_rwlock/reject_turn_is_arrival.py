"""Whose turn has come is in: nothing can happen in between.

kills: test_cancelled_writers test_cancelled_readers
loses: test_cancelled_writers test_cancelled_readers
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
        self._readers = 0
        self._writing = False
        self._queue = []

    def _let_in(self):
        self._queue = [(kind, turn) for kind, turn in self._queue if not turn.done()]
        while self._queue:
            kind, turn = self._queue[0]
            if self._writing or (kind == "write" and self._readers):
                return
            self._take(kind)
            turn.set_result(None)
            del self._queue[0]

    def _take(self, kind):
        if kind == "read":
            self._readers += 1
        else:
            self._writing = True

    def _leave(self, kind):
        if kind == "read":
            self._readers -= 1
        else:
            self._writing = False
        self._let_in()

    @asynccontextmanager
    async def _block(self, kind):
        turn = asyncio.get_running_loop().create_future()
        self._queue.append((kind, turn))
        self._let_in()
        try:
            await turn
        except asyncio.CancelledError:
            self._let_in()
            raise
        try:
            yield
        finally:
            self._leave(kind)

    def read(self):
        """Return an async context manager: its block shares the lock with other readers.

        You may turn it into an `async def` under `@asynccontextmanager`.
        """
        return self._block("read")

    def write(self):
        """Return an async context manager: its block has the lock for itself."""
        return self._block("write")
