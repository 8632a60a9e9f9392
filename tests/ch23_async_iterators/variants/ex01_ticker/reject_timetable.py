"""A ticker keeps a timetable.

kills: test_a_consumer_that_works
loses: test_a_consumer_that_works
"""

import asyncio


class Ticker:
    def __init__(self, count: int, delay: float) -> None:
        self._count = count
        self._delay = delay
        self._number = 0
        self._due: float | None = None

    def __aiter__(self) -> "Ticker":
        return self

    async def __anext__(self) -> int:
        if self._number >= self._count:
            raise StopAsyncIteration
        loop = asyncio.get_running_loop()
        if self._due is None:
            self._due = loop.time()
        self._due += self._delay
        await asyncio.sleep(self._due - loop.time())
        self._number += 1
        return self._number
