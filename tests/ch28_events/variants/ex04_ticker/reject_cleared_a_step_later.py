"""To wake all who wait, an event has to stay set until they have run.

kills: test_at_the_moment_of_a_tick test_five_ticks
loses: test_awaited_later test_five_ticks test_at_the_moment_of_a_tick test_two_ticks_at_once
"""

import asyncio


class Ticker:
    """Ticks, numbered 1, 2, 3 and so on, and any number of tasks that wait for the next one."""

    def __init__(self) -> None:
        self._count = 0
        self._ticked = asyncio.Event()

    def tick(self) -> None:
        """Tick: all who wait at this moment get this tick.

        It isn't kept for those who come later, even if nobody waits at all. This method never
        raises an exception.
        """
        self._count += 1
        self._ticked.set()
        asyncio.get_running_loop().call_soon(self._ticked.clear)

    async def next_tick(self) -> int:
        """Wait for the first tick after the beginning of this call, and return its number.

        It stays that number, even if there are more ticks before the waiting task can go on. A
        call begins when it is awaited, or when the task made of it takes its first step.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        number = self._count + 1
        await self._ticked.wait()
        return number
