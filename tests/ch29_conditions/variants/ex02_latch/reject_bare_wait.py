"""Whoever waits is notified when it is time, whenever it comes; so one `wait` is enough.

kills: test_open_already test_a_latch_of_nothing
loses: test_four_waiters test_open_already test_a_waiter_that_gives_up test_a_step_too_late
    test_a_latch_of_nothing test_a_cancelled_waiter test_cancelled_at_any_moment
    test_one_limit_for_all_rounds test_all_at_once
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
            raise ValueError(f"a count can't be below 0: {count}")
        self.count = count
        self._condition = asyncio.Condition()

    async def count_down(self, n: int = 1) -> None:
        """`n` things (1 or more) have happened: take them off `count`, but don't go below 0.

        When `count` has come to 0, all who wait are released at that moment.
        """
        async with self._condition:
            self.count = max(0, self.count - n)
            self._condition.notify_all()

    async def wait(self, timeout: float | None = None) -> bool:
        """Wait until `count` is 0, and return True: at once if it is 0 already.

        Wait for at most `timeout` seconds (more than 0) in all, whatever happens meanwhile, or as
        long as it takes if `timeout` is None. If `count` is still above 0 then, return False at that
        moment. (What comes of it if both happen at the same moment is left open.)

        A waiter that gives up, or is cancelled, changes nothing for `count` and for the others.
        """
        try:
            async with asyncio.timeout(timeout), self._condition:
                await self._condition.wait()
        except TimeoutError:
            return False
        return True
