"""A gateway is closed when all has ended; so the mark is set then.

kills: test_calls_while_it_closes
loses: test_calls_while_it_closes
"""

import asyncio
import functools
from collections.abc import Callable
from typing import Any, TypeVar


T = TypeVar("T")


class BlockingGateway:
    """Runs blocking functions in threads, at most `limit` (1 or more) of them at the same time.

    A function whose caller has given up counts until it has ended: it can't be stopped. (Left open: a
    `limit` above the number of threads that the loop's own pool has.)
    """
    def __init__(self, limit: int) -> None:
        self._slots = asyncio.Semaphore(limit)
        self._running = set[asyncio.Future[Any]]()
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

        async with asyncio.timeout(timeout):
            await self._slots.acquire()
            call = functools.partial(fn, *args)
            future = asyncio.get_running_loop().run_in_executor(None, call)
            self._running.add(future)
            future.add_done_callback(self._end)
            return await asyncio.shield(future)

    async def close(self) -> None:
        """End the service: return when all functions that have begun have ended.

        The event loop keeps going meanwhile. (What becomes of calls that still wait for their turn is
        left open. It is called once, at the end.)
        """
        while self._running:
            await asyncio.wait(self._running)
        self._closed = True

    def _end(self, future: asyncio.Future[Any]) -> None:
        self._running.discard(future)
        self._slots.release()
