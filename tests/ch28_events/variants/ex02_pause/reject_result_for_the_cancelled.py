"""Whoever is cancelled is off the list at once.

kills: test_cancelled_as_it_is_resumed
loses: test_cancelled_as_it_is_resumed
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


class Gate:
    def __init__(self) -> None:
        self._paused = False
        self._waiters: list[asyncio.Future[None]] = []

    @property
    def paused(self) -> bool:
        return self._paused

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter.set_result(None)

    async def checkpoint(self) -> None:
        while self._paused:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                await waiter
            finally:
                if waiter in self._waiters:
                    self._waiters.remove(waiter)


async def process(items: Iterable[T], work: Callable[[T], Awaitable[object]], gate: Gate) -> None:
    for item in items:
        await gate.checkpoint()
        await work(item)
