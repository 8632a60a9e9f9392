"""A condition guards the two numbers; a plain call tells it by a task of its own."""

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
        self._change = asyncio.Condition()
        self._tellers = set[asyncio.Task[None]]()

    async def __aenter__(self) -> None:
        async with self._change:
            await self._change.wait_for(lambda: self.in_use < self.limit)
            self.in_use += 1

    async def __aexit__(self, *_: object) -> None:
        self.in_use -= 1
        self._tell()

    def resize(self, n: int) -> None:
        """Let `n` users in from now on, 0 or more.

        If there are places now, those who wait go in at once. If there are more users in than `n`,
        all of them stay as long as they like, and nobody goes in before there are fewer than `n`.

        Raises:
            ValueError: `n` is negative; nothing has changed.
        """
        if n < 0:
            raise ValueError(f"the limit can't be {n}")
        self.limit = n
        self._tell()

    def _tell(self) -> None:
        teller = asyncio.create_task(self._notify())
        self._tellers.add(teller)
        teller.add_done_callback(self._tellers.discard)

    async def _notify(self) -> None:
        async with self._change:
            self._change.notify_all()
