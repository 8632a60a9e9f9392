"""A chain of futures: each waits for the end of the turn before its own."""

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
        self._owner: asyncio.Task[Any] | None = None
        self._times = 0
        self._last: asyncio.Future[None] | None = None  # the turn of who has asked last
        self._mine: asyncio.Future[None] | None = None  # the turn of the owner

    async def acquire(self) -> None:
        """Make the calling task the lock's owner, or own it once more.

        A task that owns it gets it at once, even if others wait. All others wait until it is free.
        First come, first served: they get it in the order in which they have asked for it; who has
        just released it and asks again joins the end of the queue.

        A call that is cancelled while it waits ends as cancelled, and has acquired nothing. Those
        who wait get the lock as if that call had never been.
        """
        me = asyncio.current_task()
        if self._owner is me:
            self._times += 1
            return
        before = self._last
        turn = self._last = asyncio.get_running_loop().create_future()
        if before is not None and not before.done():
            try:
                await asyncio.wait([before])
            except BaseException:
                # Without us, the next turn begins when the one before ours ends.
                before.add_done_callback(lambda _: turn.set_result(None))
                raise
        self._owner, self._times, self._mine = me, 1, turn

    def release(self) -> None:
        """Undo one `acquire` of the calling task, which owns the lock.

        Raises:
            RuntimeError: the calling task doesn't own the lock, or no task is calling but a callback
                of the event loop. The lock stays as it is.
        """
        if self._mine is None or asyncio.current_task() is not self._owner:
            raise RuntimeError("only the owner can release the lock")
        self._times -= 1
        if self._times == 0:
            over, self._mine, self._owner = self._mine, None, None
            over.set_result(None)

    def locked(self) -> bool:
        """Return whether a task owns the lock.

        In the moment in which it goes from one task to the next, either answer is right.
        """
        return self._mine is not None

    async def __aenter__(self) -> None:
        await self.acquire()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
