"""A future for each one who waits; the one who came last is woken first."""

import asyncio


class Ticker:
    """Ticks, numbered 1, 2, 3 and so on, and any number of tasks that wait for the next one."""

    def __init__(self) -> None:
        self._count = 0
        self._waiters: list[asyncio.Future[int]] = []

    def tick(self) -> None:
        """Tick: all who wait at this moment get this tick.

        It isn't kept for those who come later, even if nobody waits at all. This method never
        raises an exception.
        """
        self._count += 1
        while self._waiters:
            waiter = self._waiters.pop()
            if not waiter.done():  # cancelled at this instant, else
                waiter.set_result(self._count)

    async def next_tick(self) -> int:
        """Wait for the first tick after the beginning of this call, and return its number.

        It stays that number, even if there are more ticks before the waiting task can go on. A
        call begins when it is awaited, or when the task made of it takes its first step.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        waiter: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            return await waiter
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
