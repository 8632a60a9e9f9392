"""A semaphore for one, and a list with an entry for each `acquire`."""

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
        self._semaphore = asyncio.Semaphore(1)
        self._owners: list[asyncio.Task[Any] | None] = []

    async def acquire(self) -> None:
        """Make the calling task the lock's owner, or own it once more.

        A task that owns it gets it at once, even if others wait. All others wait until it is free.
        First come, first served: they get it in the order in which they have asked for it; who has
        just released it and asks again joins the end of the queue.

        A call that is cancelled while it waits ends as cancelled, and has acquired nothing. Those
        who wait get the lock as if that call had never been.
        """
        task = asyncio.current_task()
        if task not in self._owners:
            await self._semaphore.acquire()
        self._owners.append(task)

    def release(self) -> None:
        """Undo one `acquire` of the calling task, which owns the lock.

        Raises:
            RuntimeError: the calling task doesn't own the lock, or no task is calling but a callback
                of the event loop. The lock stays as it is.
        """
        if asyncio.current_task() not in self._owners:
            raise RuntimeError("this task has nothing to release")
        self._owners.pop()
        if not self._owners:
            self._semaphore.release()

    def locked(self) -> bool:
        """Return whether a task owns the lock.

        In the moment in which it goes from one task to the next, either answer is right.
        """
        return bool(self._owners)

    async def __aenter__(self) -> None:
        await self.acquire()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
