"""After the end nobody asks again.

kills: test_exhausted_for_good test_a_default test_another_loop
loses: test_exhausted_for_good test_a_default test_another_loop
"""

import asyncio


class Ticker:
    def __init__(self, count: int, delay: float) -> None:
        self.count = count
        self.delay = delay
        self.number = 0

    def __aiter__(self):
        return self

    async def __anext__(self) -> int:
        self.number += 1
        if self.number == self.count + 1:
            raise StopAsyncIteration
        await asyncio.sleep(self.delay)
        return self.number
