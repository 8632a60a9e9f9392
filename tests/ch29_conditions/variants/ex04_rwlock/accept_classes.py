"""Two context managers by hand over one condition; the state is how many are in, -1 for a writer."""

import asyncio


class _Reader:
    def __init__(self, lock):
        self.lock = lock

    async def __aenter__(self):
        lock = self.lock
        async with lock.changed:
            while lock.inside < 0 or lock.writers:
                await lock.changed.wait()
            lock.inside += 1

    async def __aexit__(self, *_):
        async with self.lock.changed:
            self.lock.inside -= 1
            self.lock.changed.notify_all()


class _Writer:
    def __init__(self, lock):
        self.lock = lock

    async def __aenter__(self):
        lock = self.lock
        await lock.changed.acquire()
        lock.writers.append(self)
        try:
            while lock.inside or lock.writers[0] is not self:
                await lock.changed.wait()
            lock.inside = -1
        finally:
            lock.writers.remove(self)
            lock.changed.notify_all()
            lock.changed.release()

    async def __aexit__(self, *_):
        async with self.lock.changed:
            self.lock.inside = 0
            self.lock.changed.notify_all()


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
        self.changed = asyncio.Condition()
        self.inside = 0
        self.writers = []

    def read(self):
        """Return an async context manager: its block shares the lock with other readers.

        You may turn it into an `async def` under `@asynccontextmanager`.
        """
        return _Reader(self)

    def write(self):
        """Return an async context manager: its block has the lock for itself."""
        return _Writer(self)
