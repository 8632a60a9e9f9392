"""A new loop over an iterator that has ended begins anew.

kills: test_another_loop
loses: test_another_loop
"""

import asyncio


class Ticker:
    def __init__(self, count: int, delay: float) -> None:
        self.count = count
        self.delay = delay
        self.number = 0

    def __aiter__(self):
        if self.number >= self.count:
            self.number = 0
        return self

    async def __anext__(self) -> int:
        if self.number >= self.count:
            raise StopAsyncIteration
        await asyncio.sleep(self.delay)
        self.number += 1
        return self.number
