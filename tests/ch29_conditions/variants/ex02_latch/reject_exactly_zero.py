"""The count will come by 0: to subtract, and look whether it is 0, is enough.

kills: test_too_many_at_once
loses: test_too_many_at_once test_a_step_too_late
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
            self.count = self.count - n
            if self.count == 0:
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
                await self._condition.wait_for(lambda: self.count == 0)
        except TimeoutError:
            return False
        return True
