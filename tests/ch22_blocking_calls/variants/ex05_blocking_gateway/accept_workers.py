"""Worker tasks take calls from a queue, and wait for each thread's end."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar


T = TypeVar("T")


class BlockingGateway:
    """Runs blocking functions in threads, at most `limit` (1 or more) of them at the same time.

    A function whose caller has given up counts until it has ended: it can't be stopped. (Left open: a
    `limit` above the number of threads that the loop's own pool has.)
    """
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._calls = asyncio.Queue[Any]()
        self._workers = list[asyncio.Task[None]]()
        self._closed = False

    async def call(self, fn: Callable[..., T], *args: Any, timeout: float | None = None) -> T:
        """Return what `fn(*args)` returns, or raise what it raises, as soon as it has ended.

        It runs in a thread, and begins as soon as the limit allows.

        The caller gives up when `timeout` seconds have passed (None means no limit), the wait for
        its turn included: `TimeoutError` comes out at once. It may be cancelled, too. A function that
        has begun then runs on in its thread; one that hasn't begun never does.

        Raises:
            RuntimeError: `close` has been called; `fn` doesn't run.
        """
        if self._closed:
            raise RuntimeError("the gateway is closed")

        if len(self._workers) < self._limit:
            self._workers.append(asyncio.create_task(self._work()))
        outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._calls.put_nowait((outcome, fn, args))
        return await asyncio.wait_for(outcome, timeout)

    async def close(self) -> None:
        """End the service: return when all functions that have begun have ended.

        The event loop keeps going meanwhile. (What becomes of calls that still wait for their turn is
        left open. It is called once, at the end.)
        """
        self._closed = True
        for _ in self._workers:
            self._calls.put_nowait(None)
        await asyncio.gather(*self._workers)

    async def _work(self) -> None:
        while (entry := await self._calls.get()) is not None:
            outcome, fn, args = entry
            if outcome.done():
                continue
            try:
                value = await asyncio.to_thread(fn, *args)
            except Exception as error:
                if not outcome.done():
                    outcome.set_exception(error)
            else:
                if not outcome.done():
                    outcome.set_result(value)
