"""Many can await one future as they can await one event, without any harm to each other.

kills: test_one_is_cancelled test_cancelled_at_any_moment
loses: test_one_is_cancelled test_cancelled_at_the_moment_of_a_tick test_cancelled_at_any_moment
"""

import asyncio


class Ticker:
    """Ticks, numbered 1, 2, 3 and so on, and any number of tasks that wait for the next one."""

    def __init__(self) -> None:
        self._count = 0
        self._next = None

    def tick(self) -> None:
        """Tick: all who wait at this moment get this tick.

        It isn't kept for those who come later, even if nobody waits at all. This method never
        raises an exception.
        """
        self._count += 1
        if self._next is not None and not self._next.done():
            self._next.set_result(self._count)
        self._next = None

    async def next_tick(self) -> int:
        """Wait for the first tick after the beginning of this call, and return its number.

        It stays that number, even if there are more ticks before the waiting task can go on. A
        call begins when it is awaited, or when the task made of it takes its first step.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        return await self._next
