"""Who waits for a function holds its slot; `async with` gives it back when the function has ended.

kills: test_the_slot_of_a_caller_who_gave_up
loses: test_the_slot_of_a_caller_who_gave_up test_the_slot_of_a_cancelled_caller
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class BlockingGateway:
    def __init__(self, limit: int) -> None:
        self._slots = asyncio.Semaphore(limit)
        self._running: set[asyncio.Future[Any]] = set()
        self._closed = False

    async def call(self, fn: Callable[..., T], *args: Any, timeout: float | None = None) -> T:
        if self._closed:
            raise RuntimeError("the gateway is closed")
        async with asyncio.timeout(timeout), self._slots:
            future = asyncio.get_running_loop().run_in_executor(None, fn, *args)
            self._running.add(future)
            future.add_done_callback(self._ended)
            return await asyncio.shield(future)

    def _ended(self, future: asyncio.Future[Any]) -> None:
        self._running.discard(future)
        if not future.cancelled():
            future.exception()

    async def close(self) -> None:
        self._closed = True
        while self._running:
            await asyncio.wait(self._running)
