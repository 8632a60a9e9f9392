"""Who counts an open latch down has made a mistake, and has to be told.

kills: test_a_step_too_late
loses: test_a_step_too_late
"""

import asyncio


class CountDownLatch:
    def __init__(self, count: int) -> None:
        if count < 0:
            raise ValueError(f"a count can't be below 0: {count}")
        self.count = count
        self._open = asyncio.Event()
        if count == 0:
            self._open.set()

    async def count_down(self, n: int = 1) -> None:
        if self.count == 0:
            raise ValueError("the latch is open already")
        self.count = max(0, self.count - n)
        if self.count == 0:
            self._open.set()

    async def wait(self, timeout: float | None = None) -> bool:
        try:
            async with asyncio.timeout(timeout):
                return await self._open.wait()
        except TimeoutError:
            return False
