"""Readers can be counted as soon as they come.

kills: test_cancelled_readers
loses: test_cancelled_readers
"""

import asyncio
from contextlib import asynccontextmanager


class ReadWriteLock:
    def __init__(self) -> None:
        self._readers = 0
        self._counting = asyncio.Lock()
        self._room = asyncio.Semaphore(1)
        self._turnstile = asyncio.Lock()

    @asynccontextmanager
    async def read(self):
        async with self._turnstile, self._counting:
            self._readers += 1
            if self._readers == 1:
                await self._room.acquire()  # for all readers
        try:
            yield
        finally:
            self._readers -= 1
            if self._readers == 0:
                self._room.release()

    @asynccontextmanager
    async def write(self):
        async with self._turnstile:
            await self._room.acquire()
        try:
            yield
        finally:
            self._room.release()
