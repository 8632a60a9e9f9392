"""A pool of workers that tries again what has failed."""

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
        # TODO: what else does it need?

    async def __aenter__(self) -> Self:
        raise NotImplementedError  # TODO: replace this line

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        raise NotImplementedError  # TODO: replace this line

    async def submit(self, item: T) -> None:
        """Accept `item`; first wait as long as `capacity` (1 or more) items wait for a worker.

        (Whether items that wait to be tried again count, is left open.) If a call is cancelled while
        it waits, its item is not accepted. A call that waits as `close` begins raises PoolClosed, or
        its item is accepted, and settled before `close` returns.

        Raises:
            PoolClosed: `close` has begun, or the block has been left; the item isn't accepted.
        """
        raise NotImplementedError  # TODO: replace this line

    async def close(self) -> None:
        """Accept nothing more, and return when each accepted item has succeeded or failed for good.

        Then no worker is left. It may be called again, also while another call still waits.
        """
        raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        asked: set[int] = set()

        async def fetch(number: int) -> str:
            await asyncio.sleep(0.3)
            if number not in asked and number % 3 == 0:
                asked.add(number)
                raise OSError(f"no answer from {number}")
            return f"page {number}"

        async with WorkerPool(fetch, workers=3, capacity=2, retries=1, delay=0.5) as pool:
            for number in range(10):
                await pool.submit(number)
                print("accepted", number)
        print("succeeded", pool.succeeded)
        print("failed", pool.failed)

    asyncio.run(demo())
