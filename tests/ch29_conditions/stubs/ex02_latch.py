"""A latch that opens when enough has happened."""

import asyncio


class CountDownLatch:
    """`count` things have still to happen; tasks wait until none is left.

    `count` goes down, never up, and never below 0. It can be read at any time.

    Raises:
        ValueError: the latch is made with a count below 0.
    """

    def __init__(self, count: int) -> None:
        self.count = count  # TODO: and what else?

    async def count_down(self, n: int = 1) -> None:
        """`n` things (1 or more) have happened: take them off `count`, but don't go below 0.

        When `count` has come to 0, all who wait are released at that moment.
        """
        raise NotImplementedError  # TODO: replace this line

    async def wait(self, timeout: float | None = None) -> bool:
        """Wait until `count` is 0, and return True: at once if it is 0 already.

        Wait for at most `timeout` seconds (more than 0) in all, whatever happens meanwhile, or as
        long as it takes if `timeout` is None. If `count` is still above 0 then, return False at that
        moment. (What comes of it if both happen at the same moment is left open.)

        A waiter that gives up, or is cancelled, changes nothing for `count` and for the others.
        """
        raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        latch = CountDownLatch(3)

        async def runner(name: str) -> None:
            print(name, "at the start:", await latch.wait())

        async def spectator() -> None:
            print("the spectator has seen it:", await latch.wait(0.5))

        async def starter() -> None:
            for n in (3, 2, 1):
                print(n)
                await asyncio.sleep(0.3)
                await latch.count_down()

        await asyncio.gather(runner("Ada"), runner("Bob"), spectator(), starter())

    asyncio.run(demo())
