"""A try that has failed is done; the next one counts by itself.

kills: test_tried_again
loses: test_each_item_once test_submitted_twice test_tried_again test_the_worker_is_free_meanwhile
    test_given_up
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class PoolClosed(Exception):
    """The pool takes no more items."""


class WorkerPool(Generic[T, R]):
    """Runs `handler(item)` for each item that is submitted, `workers` (1 or more) at a time at most.

    Any object may be an item. An item that was accepted begins as soon as a worker is free. One whose
    handler raises an exception is tried again `delay` seconds later, as soon as a worker is free
    then, and `retries` times at most; meanwhile its worker is free for others. (Which one of the
    items that wait for a worker comes first, is left open.)

    It is used by `async with`. At the end of the block it closes, as `close` does. If an exception
    leaves the block, or the task is cancelled in the block or as the pool closes at its end, then the
    handlers that are under way are cancelled, once each, and no other one begins. When they have
    ended, the exception or cancellation goes on, as it is. (What becomes of other tasks' calls of
    `submit` and `close` that still wait then, and of calls of `close` after that, is left open.)
    Handlers raise no CancelledError by themselves, nor swallow one, nor raise something else instead.

    Attributes:
        succeeded: each item whose handler has returned, with what it returned.
        failed: each item whose last try has failed, with the exception of that try.
    """

    def __init__(self, handler, *, workers, capacity, retries=0, delay=0.0) -> None:
        self.succeeded = []
        self.failed = []
        self._handler = handler
        self._count = workers
        self._retries = retries
        self._delay = delay
        self._room = asyncio.Semaphore(capacity)
        self._queue = asyncio.Queue()
        self._workers = []
        self._closed = False

    async def _work(self) -> None:
        while True:
            item, tries = await self._queue.get()
            if tries == 0:
                self._room.release()
            try:
                result = await self._handler(item)
            except Exception as error:
                if tries < self._retries:
                    loop = asyncio.get_running_loop()
                    loop.call_later(self._delay, self._try_again, item, tries + 1)
                    self._queue.task_done()
                    continue
                self.failed.append((item, error))
            else:
                self.succeeded.append((item, result))
            self._queue.task_done()

    def _try_again(self, item: T, tries: int) -> None:
        self._queue.put_nowait((item, tries))

    async def _stop(self) -> None:
        self._closed = True
        for worker in self._workers:
            worker.cancel()
        await asyncio.wait(self._workers)

    async def __aenter__(self) -> Self:
        self._workers = [asyncio.create_task(self._work()) for _ in range(self._count)]
        return self

    async def __aexit__(self, kind, error, trace) -> None:
        try:
            if error is None:
                await self.close()
        finally:
            await self._stop()

    async def submit(self, item: T) -> None:
        """Accept `item`; first wait as long as `capacity` (1 or more) items wait for a worker.

        (Whether items that wait to be tried again count, is left open.) If a call is cancelled while
        it waits, its item is not accepted. A call that waits as `close` begins raises PoolClosed, or
        its item is accepted, and settled before `close` returns.

        Raises:
            PoolClosed: `close` has begun, or the block has been left; the item isn't accepted.
        """
        if self._closed:
            raise PoolClosed("the pool is closed")
        await self._room.acquire()
        if self._closed:
            raise PoolClosed("the pool was closed meanwhile")
        self._queue.put_nowait((item, 0))

    async def close(self) -> None:
        """Accept nothing more, and return when each accepted item has succeeded or failed for good.

        Then no worker is left. It may be called again, also while another call still waits.
        """
        self._closed = True
        await self._queue.join()
        await self._stop()
