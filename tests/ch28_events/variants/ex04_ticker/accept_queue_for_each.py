"""A queue for each one who waits."""

import asyncio


class Ticker:
    """Ticks, numbered 1, 2, 3 and so on, and any number of tasks that wait for the next one."""

    def __init__(self) -> None:
        self._count = 0
        self._queues = set()

    def tick(self) -> None:
        """Tick: all who wait at this moment get this tick.

        It isn't kept for those who come later, even if nobody waits at all. This method never
        raises an exception.
        """
        self._count += 1
        for queue in self._queues:
            queue.put_nowait(self._count)

    async def next_tick(self) -> int:
        """Wait for the first tick after the beginning of this call, and return its number.

        It stays that number, even if there are more ticks before the waiting task can go on. A
        call begins when it is awaited, or when the task made of it takes its first step.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        queue = asyncio.Queue()
        self._queues.add(queue)
        try:
            return await queue.get()
        finally:
            self._queues.discard(queue)
