"""A call of a coroutine function begins where it is written.

kills: test_awaited_later
loses: test_awaited_later
"""

import asyncio


class Ticker:
    """Ticks, numbered 1, 2, 3 and so on, and any number of tasks that wait for the next one."""

    def __init__(self) -> None:
        self._count = 0
        self._waiters = []

    def tick(self) -> None:
        """Tick: all who wait at this moment get this tick.

        It isn't kept for those who come later, even if nobody waits at all. This method never
        raises an exception.
        """
        self._count += 1
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(self._count)

    def next_tick(self) -> asyncio.Future[int]:
        """Wait for the first tick after the beginning of this call, and return its number.

        It stays that number, even if there are more ticks before the waiting task can go on. A
        call begins when it is awaited, or when the task made of it takes its first step.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        return waiter
