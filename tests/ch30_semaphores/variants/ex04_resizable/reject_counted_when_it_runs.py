"""Who has been woken is in: nobody can come in between.

kills: test_who_comes_again
loses: test_who_comes_again
"""

import asyncio
from collections import deque


class Limiter:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.in_use = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        if self.in_use >= self.limit:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if not turn.cancelled():
                    self._let_in()
                raise
        self.in_use += 1

    async def __aexit__(self, *_: object) -> None:
        self.in_use -= 1
        self._let_in()

    def resize(self, n: int) -> None:
        if n < 0:
            raise ValueError(f"the limit can't be {n}")
        self.limit = n
        self._let_in()

    def _let_in(self) -> None:
        free = self.limit - self.in_use
        while self._waiting and free > 0:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                free -= 1
