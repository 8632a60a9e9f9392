"""The counter of a semaphore is its limit: a new value for it is a new limit.

kills: test_growing
loses: test_growing test_shrinking test_nobody test_in_turn
"""

import asyncio


class Limiter:
    """Lets at most `limit` users in at the same time: `async with limiter:`. The limit can change.

    Whoever finds no place waits; when there is one, whoever has waited longest goes in at once. A
    place is free again as soon as its user has left the block, in whatever way; an exception in
    the block comes out as it is. A user that is cancelled while it waits gives up its turn, and is in
    nobody's way, not even if a place became free for it at that very moment.

    Attributes:
        limit: how many users may be in (0 or more). Set it by `resize` only.
        in_use: how many users are in. (Whether one counts that has been given a place, but hasn't
            gone on yet, is left open.)
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.in_use = 0
        self._places = asyncio.Semaphore(limit)

    async def __aenter__(self) -> None:
        await self._places.acquire()
        self.in_use += 1

    async def __aexit__(self, *_: object) -> None:
        self.in_use -= 1
        self._places.release()

    def resize(self, n: int) -> None:
        """Let `n` users in from now on, 0 or more.

        If there are places now, those who wait go in at once. If there are more users in than `n`,
        all of them stay as long as they like, and nobody goes in before there are fewer than `n`.

        Raises:
            ValueError: `n` is negative; nothing has changed.
        """
        if n < 0:
            raise ValueError(f"the limit can't be {n}")
        self._places._value = n - self.in_use
        self.limit = n
