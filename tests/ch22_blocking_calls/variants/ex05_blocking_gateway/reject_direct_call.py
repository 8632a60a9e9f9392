"""In a coroutine, whatever takes long gives way to others.

kills: test_a_value
loses: test_a_value test_a_timeout test_the_slot_of_a_caller_who_gave_up
    test_the_slot_of_a_cancelled_caller test_the_limit test_closing
    test_closing_after_a_cancellation test_an_error_while_it_closes test_calls_while_it_closes
    test_a_timeout_in_the_queue test_no_time_at_all test_cancelled_in_the_queue
"""

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
        self._slots = asyncio.Semaphore(limit)
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

        async with asyncio.timeout(timeout), self._slots:
            return fn(*args)

    async def close(self) -> None:
        """End the service: return when all functions that have begun have ended.

        The event loop keeps going meanwhile. (What becomes of calls that still wait for their turn is
        left open. It is called once, at the end.)
        """
        self._closed = True
