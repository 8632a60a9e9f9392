"""One queue serves all who listen.

kills: test_one_tick
loses: test_one_tick test_five_ticks test_two_ticks_at_once test_one_is_cancelled
    test_cancelled_at_the_moment_of_a_tick test_cancelled_at_any_moment
"""

import asyncio


class Ticker:
    """Ticks, numbered 1, 2, 3 and so on, and any number of tasks that wait for the next one."""

    def __init__(self) -> None:
        self._count = 0
        self._waiting = 0
        self._queue = asyncio.Queue()

    def tick(self) -> None:
        """Tick: all who wait at this moment get this tick.

        It isn't kept for those who come later, even if nobody waits at all. This method never
        raises an exception.
        """
        self._count += 1
        if self._waiting:
            self._queue.put_nowait(self._count)

    async def next_tick(self) -> int:
        """Wait for the first tick after the beginning of this call, and return its number.

        It stays that number, even if there are more ticks before the waiting task can go on. A
        call begins when it is awaited, or when the task made of it takes its first step.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        self._waiting += 1
        try:
            return await self._queue.get()
        finally:
            self._waiting -= 1
