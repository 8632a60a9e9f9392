"""Each one who waits has an event; a place belongs to it once the event is set."""

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
        self._users = set[asyncio.Event]()
        self._queue = dict[asyncio.Event, None]()
        self._inside = dict[asyncio.Task[object] | None, list[asyncio.Event]]()

    async def __aenter__(self) -> None:
        place = asyncio.Event()
        self._queue[place] = None
        self._let_in()
        try:
            await place.wait()
        except BaseException:
            self._queue.pop(place, None)
            self._users.discard(place)
            self._let_in()
            raise
        self._inside.setdefault(asyncio.current_task(), []).append(place)

    async def __aexit__(self, *_: object) -> None:
        self._users.discard(self._inside[asyncio.current_task()].pop())
        self._let_in()

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
        self._let_in()

    @property
    def in_use(self) -> int:
        return len(self._users)

    def _let_in(self) -> None:
        while self._queue and len(self._users) < self.limit:
            place = next(iter(self._queue))
            del self._queue[place]
            self._users.add(place)
            place.set()
