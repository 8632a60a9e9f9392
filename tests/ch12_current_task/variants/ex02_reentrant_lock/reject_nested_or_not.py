"""A call is a nested one or it isn't, so a flag will do.

kills: test_as_often_as_acquired
loses: test_as_often_as_acquired
"""

import asyncio
from types import TracebackType
from typing import Any


class ReentrantLock:
    """A lock that belongs to a task. That task may acquire it again and again.

    It is free when its owner has released it as often as it has acquired it. Tasks are told apart as
    objects: a task that the owner has created is another task, whatever its name.

    The lock is used by the tasks of one event loop. `async with lock:` acquires it, and releases it
    on every path.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None
        self._nested = False

    async def acquire(self) -> None:
        """Make the calling task the lock's owner, or own it once more.

        A task that owns it gets it at once, even if others wait. All others wait until it is free.
        First come, first served: they get it in the order in which they have asked for it; who has
        just released it and asks again joins the end of the queue.

        A call that is cancelled while it waits ends as cancelled, and has acquired nothing. Those
        who wait get the lock as if that call had never been.
        """
        task = asyncio.current_task()
        if self._owner is task:
            self._nested = True
            return
        await self._lock.acquire()
        self._owner = task

    def release(self) -> None:
        """Undo one `acquire` of the calling task, which owns the lock.

        Raises:
            RuntimeError: the calling task doesn't own the lock, or no task is calling but a callback
                of the event loop. The lock stays as it is.
        """
        task = asyncio.current_task()
        if task is None or task is not self._owner:
            raise RuntimeError("the lock belongs to another task, or to none")
        if self._nested:
            self._nested = False
            return
        self._owner = None
        self._lock.release()

    def locked(self) -> bool:
        """Return whether a task owns the lock.

        In the moment in which it goes from one task to the next, either answer is right.
        """
        return self._owner is not None

    async def __aenter__(self) -> None:
        await self.acquire()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
