"""To look once more is enough.

kills: test_paused_again_twice
loses: test_paused_again_twice
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


class Gate:
    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()

    @property
    def paused(self) -> bool:
        return not self._open.is_set()

    def pause(self) -> None:
        self._open.clear()

    def resume(self) -> None:
        self._open.set()

    async def checkpoint(self) -> None:
        await self._open.wait()
        if self.paused:  # it was paused again meanwhile
            await self._open.wait()


async def process(items: Iterable[T], work: Callable[[T], Awaitable[object]], gate: Gate) -> None:
    for item in items:
        await gate.checkpoint()
        await work(item)
