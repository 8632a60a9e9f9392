"""Who was let in before the pool closed is in time, however long it waited for room.

kills: test_room_as_all_is_settled
loses: test_room_as_all_is_settled
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class PoolClosed(Exception):
    """The pool takes no more items."""


class WorkerPool(Generic[T, R]):
    def __init__(
        self,
        handler: Callable[[T], Awaitable[R]],
        *,
        workers: int,
        capacity: int,
        retries: int = 0,
        delay: float = 0.0,
    ) -> None:
        self.succeeded: list[tuple[T, R]] = []
        self.failed: list[tuple[T, Exception]] = []
        self._handler, self._workers, self._capacity = handler, workers, capacity
        self._retries, self._delay = retries, delay
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._queue: asyncio.Queue[tuple[T, int]] = asyncio.Queue()
        self._stopping = False
        self._room = asyncio.Semaphore(capacity)
        self._timers: set[asyncio.TimerHandle] = set()

    async def __aenter__(self) -> Self:
        self._tasks = {asyncio.create_task(self._work()) for _ in range(self._workers)}
        return self

    async def _work(self) -> None:
        while True:
            item, tries = await self._queue.get()
            if not tries:
                self._room.release()
            try:
                self.succeeded.append((item, await self._handler(item)))
            except Exception as error:
                if tries == self._retries:
                    self.failed.append((item, error))
                else:
                    self._later(item, tries + 1)
                    continue
            self._queue.task_done()

    def _later(self, item: T, tries: int) -> None:
        def again() -> None:
            self._timers.discard(timer)
            self._queue.put_nowait((item, tries))
            self._queue.task_done()  # of the try before: the count doesn't come to zero between

        timer = asyncio.get_running_loop().call_later(self._delay, again)
        self._timers.add(timer)

    async def submit(self, item: T) -> None:
        if self._closed:
            raise PoolClosed
        await self._room.acquire()
        self._queue.put_nowait((item, 0))

    async def close(self) -> None:
        self._closed = True
        await self._queue.join()
        await self._stop()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                await self.close()
        finally:
            self._closed = True
            await self._stop()

    async def _stop(self) -> None:
        for timer in self._timers:
            timer.cancel()
        if not self._stopping:
            self._stopping = True
            for task in self._tasks:
                task.cancel()
        again: BaseException | None = None
        while not all(task.done() for task in self._tasks):
            try:
                await asyncio.wait(list(self._tasks))
            except asyncio.CancelledError as cancellation:
                again = cancellation
        if again is not None:
            raise again
