"""An `asyncio.Lock` that knows its owner."""

import asyncio
from types import TracebackType
from typing import Any


class ReentrantLock(asyncio.Lock):
    """A lock that belongs to a task. That task may acquire it again and again.

    It is free when its owner has released it as often as it has acquired it. Tasks are told apart as
    objects: a task that the owner has created is another task, whatever its name.

    The lock is used by the tasks of one event loop. `async with lock:` acquires it, and releases it
    on every path.
    """

    def __init__(self) -> None:
        super().__init__()
        self._owner: asyncio.Task[Any] | None = None
        self._depth = 0

    async def acquire(self) -> bool:
        """Make the calling task the lock's owner, or own it once more.

        A task that owns it gets it at once, even if others wait. All others wait until it is free.
        First come, first served: they get it in the order in which they have asked for it; who has
        just released it and asks again joins the end of the queue.

        A call that is cancelled while it waits ends as cancelled, and has acquired nothing. Those
        who wait get the lock as if that call had never been.
        """
        if self._owner is not None and self._owner is asyncio.current_task():
            self._depth += 1
            return True
        await super().acquire()
        self._owner, self._depth = asyncio.current_task(), 1
        return True

    def release(self) -> None:
        """Undo one `acquire` of the calling task, which owns the lock.

        Raises:
            RuntimeError: the calling task doesn't own the lock, or no task is calling but a callback
                of the event loop. The lock stays as it is.
        """
        if self._owner is None or self._owner is not asyncio.current_task():
            raise RuntimeError("cannot release a lock of somebody else")
        self._depth -= 1
        if not self._depth:
            self._owner = None
            super().release()
