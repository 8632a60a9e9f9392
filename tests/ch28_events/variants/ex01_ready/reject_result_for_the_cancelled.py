"""Whoever is cancelled is off the list at once.

kills: test_cancelled_as_it_gets_ready
loses: test_cancelled_as_it_gets_ready
"""

import asyncio
from collections.abc import Awaitable, Callable


class Service:
    def __init__(self, boot: Callable[[], Awaitable[object]]) -> None:
        self._boot = boot
        self._waiters: list[asyncio.Future[None]] = []
        self.ready = False

    async def start(self) -> None:
        await self._boot()
        self.ready = True
        for waiter in self._waiters:
            waiter.set_result(None)

    async def wait_ready(self) -> None:
        if self.ready:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
        finally:
            self._waiters.remove(waiter)
