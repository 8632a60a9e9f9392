"""Where there are too many users, some have to go.

kills: test_shrinking
loses: test_shrinking test_shrunk_and_grown_again
"""

import asyncio
from collections import deque


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
        self._waiting = deque[asyncio.Future[None]]()
        self._users = list[asyncio.Task[object]]()

    async def __aenter__(self) -> None:
        if self.in_use < self.limit and not self._waiting:
            self.in_use += 1
            self._users.append(asyncio.current_task())
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._waiting.remove(turn)
                self._admit()  # somebody may have come to stand behind it
            else:  # it had just been let in
                self._leave()
            raise
        self._users.append(asyncio.current_task())

    async def __aexit__(self, *_: object) -> None:
        self._users.remove(asyncio.current_task())
        self._leave()

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
        for user in self._users[n:]:
            user.cancel()
        self._admit()

    def _leave(self) -> None:
        self.in_use -= 1
        self._admit()

    def _admit(self) -> None:
        """Let in who waits, as long as there are places."""
        free = self.limit - self.in_use
        for turn in list(self._waiting):
            if free > 0 and not turn.done():  # else it is cancelled, and about to leave the queue
                self._waiting.remove(turn)
                self.in_use += 1
                turn.set_result(None)
                free -= 1
