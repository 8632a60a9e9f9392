"""A worker may put an item back into the bounded queue from which it takes.

kills: test_all_are_tried_again
loses: test_all_are_tried_again
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
        self._handler, self._count, self._retries, self._delay = handler, workers, retries, delay
        self._queue = asyncio.Queue(capacity)
        self._tasks = set()
        self._unsettled = 0
        self._all_settled = asyncio.Event()
        self._all_settled.set()
        self._closed = False

    def _start(self, coroutine) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        while True:
            item, left = await self._queue.get()
            try:
                result = await self._handler(item)
            except Exception as error:
                if left:
                    if self._delay:
                        self._start(self._again(item, left - 1))
                    else:
                        await self._queue.put((item, left - 1))
                else:
                    self.failed.append((item, error))
                    self._settle()
            else:
                self.succeeded.append((item, result))
                self._settle()

    async def _again(self, item, left) -> None:
        await asyncio.sleep(self._delay)
        await self._queue.put((item, left))

    def _settle(self) -> None:
        self._unsettled -= 1
        if not self._unsettled:
            self._all_settled.set()

    async def _stop(self) -> None:
        self._closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def __aenter__(self) -> Self:
        for _ in range(self._count):
            self._start(self._work())
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
            raise PoolClosed
        self._unsettled += 1
        self._all_settled.clear()
        try:
            await self._queue.put((item, self._retries))
        except BaseException:
            self._settle()
            raise

    async def close(self) -> None:
        """Accept nothing more, and return when each accepted item has succeeded or failed for good.

        Then no worker is left. It may be called again, also while another call still waits.
        """
        self._closed = True
        await self._all_settled.wait()
        await self._stop()
