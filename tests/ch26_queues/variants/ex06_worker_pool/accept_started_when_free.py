"""No standing workers: a task for each try, started when one is free; the delays are timers."""

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
        self._handler = handler
        self._retries = retries
        self._delay = delay
        self._free = workers
        self._capacity = capacity
        self._waiting: deque[tuple[T, int]] = deque()
        self._open = 0  # accepted, and not settled yet
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._changed = asyncio.Event()  # replaced whenever something has changed
        self._closed = False
        self._stopped = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pending_cancel: asyncio.CancelledError | None = None
        if kind is None:
            try:
                await self.close()
                return
            except asyncio.CancelledError as cancelled:
                pending_cancel = cancelled
        self._closed = self._stopped = True
        self._waiting.clear()
        while self._timers:
            self._timers.pop().cancel()
        for task in self._tasks:
            task.cancel()
        while self._tasks:
            try:
                await asyncio.wait(self._tasks)
            except asyncio.CancelledError as cancelled:
                pending_cancel = pending_cancel or cancelled
        self._tell()
        if pending_cancel is not None:
            raise pending_cancel

    async def submit(self, item: T) -> None:
        """Accept `item`; first wait as long as `capacity` (1 or more) items wait for a worker.

        (Whether items that wait to be tried again count, is left open.) If a call is cancelled while
        it waits, its item is not accepted. A call that waits as `close` begins raises PoolClosed, or
        its item is accepted, and settled before `close` returns.

        Raises:
            PoolClosed: `close` has begun, or the block has been left; the item isn't accepted.
        """
        while not self._closed and len(self._waiting) >= self._capacity:
            await self._changed.wait()
        if self._closed:
            raise PoolClosed("the pool is closed")
        self._open += 1
        self._enqueue(item, 0)

    async def close(self) -> None:
        """Accept nothing more, and return when each accepted item has succeeded or failed for good.

        Then no worker is left. It may be called again, also while another call still waits.
        """
        self._closed = True
        self._tell()
        while (self._open or self._tasks) and not self._stopped:
            await self._changed.wait()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _enqueue(self, item: T, number: int) -> None:
        self._waiting.append((item, number))
        self._pump()

    def _pump(self) -> None:
        """Give the items that wait to the workers that are free."""
        while self._free and self._waiting and not self._stopped:
            self._free -= 1
            task = asyncio.create_task(self._try(*self._waiting.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._done)
        self._tell()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._free += 1
        self._pump()

    async def _try(self, item: T, number: int) -> None:
        try:
            result = await self._handler(item)
        except Exception as error:
            if number < self._retries:
                if not self._stopped:
                    self._retry(item, number + 1)
                return
            self.failed.append((item, error))
        else:
            self.succeeded.append((item, result))
        self._open -= 1

    def _retry(self, item: T, number: int) -> None:
        def due() -> None:
            self._timers.remove(timer)
            self._enqueue(item, number)

        timer = asyncio.get_running_loop().call_later(self._delay, due)
        self._timers.add(timer)
