"""A ticker, and those who wait for its next tick."""

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
        ticked, self._ticked = self._ticked, asyncio.Event()
        ticked.set()

    async def next_tick(self) -> int:
        """Wait for the first tick after the beginning of this call, and return its number.

        It stays that number, even if there are more ticks before the waiting task can go on. A
        call begins when it is awaited, or when the task made of it takes its first step.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        number = self._count + 1
        await self._ticked.wait()
        return number


if __name__ == "__main__":

    async def demo() -> None:
        ticker = Ticker()

        async def listen(name: str) -> None:
            for _ in range(3):
                print(f"{name}: tick {await ticker.next_tick()}")

        ticker.tick()  # nobody listens yet
        listeners = [asyncio.create_task(listen(name)) for name in ("a", "b")]
        for _ in range(3):
            await asyncio.sleep(0.2)
            ticker.tick()
        await asyncio.gather(*listeners)

    asyncio.run(demo())
