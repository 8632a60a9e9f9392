"""Who is cancelled while it awaits a future leaves the future alone.

kills: test_a_cancelled_waiter
loses: test_a_waiter_that_gives_up test_a_cancelled_waiter test_cancelled_at_any_moment
"""

import asyncio


class CountDownLatch:
    """`count` things have still to happen; tasks wait until none is left.

    `count` goes down, never up, and never below 0. It can be read at any time.

    Raises:
        ValueError: the latch is made with a count below 0.
    """

    def __init__(self, count: int) -> None:
        if count < 0:
            raise ValueError(count)
        self.count = count
        self._open = None

    async def count_down(self, n: int = 1) -> None:
        """`n` things (1 or more) have happened: take them off `count`, but don't go below 0.

        When `count` has come to 0, all who wait are released at that moment.
        """
        self.count = max(0, self.count - n)
        if self.count == 0 and self._open is not None and not self._open.done():
            self._open.set_result(True)

    async def wait(self, timeout: float | None = None) -> bool:
        """Wait until `count` is 0, and return True: at once if it is 0 already.

        Wait for at most `timeout` seconds (more than 0) in all, whatever happens meanwhile, or as
        long as it takes if `timeout` is None. If `count` is still above 0 then, return False at that
        moment. (What comes of it if both happen at the same moment is left open.)

        A waiter that gives up, or is cancelled, changes nothing for `count` and for the others.
        """
        if self.count == 0:
            return True
        if self._open is None:
            self._open = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                return await self._open
        except TimeoutError:
            return False
