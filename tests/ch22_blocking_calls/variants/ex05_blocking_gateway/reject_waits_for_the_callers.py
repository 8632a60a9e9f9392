"""A function runs as long as somebody waits for it, so all has ended when nobody waits any more.

kills: test_closing
loses: test_closing
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class BlockingGateway:
    """Runs blocking functions in threads, at most `limit` of them at the same time."""

    def __init__(self, limit: int) -> None:
        self._pool = ThreadPoolExecutor(limit)
        self._waiting: set[asyncio.Future[Any]] = set()
        self._closed = False

    async def call(self, fn: Callable[..., T], *args: Any, timeout: float | None = None) -> T:
        """Return what `fn(*args)` returns."""
        if self._closed:
            raise RuntimeError("the gateway is closed")
        future = asyncio.get_running_loop().run_in_executor(self._pool, fn, *args)
        self._waiting.add(future)
        try:
            return await asyncio.wait_for(future, timeout)
        finally:
            self._waiting.discard(future)

    async def close(self) -> None:
        """End the service."""
        self._closed = True
        if self._waiting:
            await asyncio.wait(self._waiting)
        self._pool.shutdown(wait=False)
