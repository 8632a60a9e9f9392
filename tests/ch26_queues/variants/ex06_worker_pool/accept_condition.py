"""One condition for all; workers and delays are tasks of a group that is entered by hand."""

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
        self._capacity = capacity
        self._change = asyncio.Condition()
        self._waiting = deque()
        self._unsettled = 0
        self._closed = False
        self._workers = []

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            async with self._change:
                await self._change.wait_for(lambda: self._waiting or self._closed and not self._unsettled)
                if not self._waiting:
                    return
                item, left, due = self._waiting.popleft()
                self._change.notify_all()
            if due > loop.time():
                raise AssertionError("too early")
            error = None
            try:
                result = await self._handler(item)
            except Exception as caught:
                error = caught
            async with self._change:
                if error is not None and left:
                    due = loop.time() + self._delay
                    self._timers.create_task(self._again(item, left - 1, due))
                    continue
                if error is None:
                    self.succeeded.append((item, result))
                else:
                    self.failed.append((item, error))
                self._unsettled -= 1
                self._change.notify_all()

    async def _again(self, item, left, due) -> None:
        await asyncio.sleep(self._delay)
        async with self._change:
            self._waiting.append((item, left, due))
            self._change.notify_all()

    async def __aenter__(self) -> Self:
        self._timers = await asyncio.TaskGroup().__aenter__()
        self._workers = [self._timers.create_task(self._work()) for _ in range(self._count)]
        return self

    async def __aexit__(self, kind, error, trace) -> None:
        try:
            if error is None:
                await self.close()
        except BaseException as failure:
            kind, error, trace = type(failure), failure, failure.__traceback__
            raise
        finally:
            self._closed = True
            try:
                await self._timers.__aexit__(kind, error, trace)
            except BaseExceptionGroup:
                pass

    async def submit(self, item: T) -> None:
        """Accept `item`; first wait as long as `capacity` (1 or more) items wait for a worker.

        (Whether items that wait to be tried again count, is left open.) If a call is cancelled while
        it waits, its item is not accepted. A call that waits as `close` begins raises PoolClosed, or
        its item is accepted, and settled before `close` returns.

        Raises:
            PoolClosed: `close` has begun, or the block has been left; the item isn't accepted.
        """
        async with self._change:
            await self._change.wait_for(lambda: self._closed or len(self._waiting) < self._capacity)
            if self._closed:
                raise PoolClosed
            self._unsettled += 1
            self._waiting.append((item, self._retries, 0))
            self._change.notify_all()

    async def close(self) -> None:
        """Accept nothing more, and return when each accepted item has succeeded or failed for good.

        Then no worker is left. It may be called again, also while another call still waits.
        """
        async with self._change:
            self._closed = True
            self._change.notify_all()
            await self._change.wait_for(lambda: not self._unsettled)
        await asyncio.wait(self._workers)
