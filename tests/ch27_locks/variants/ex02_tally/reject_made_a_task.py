"""Whatever can be awaited can be made a task.

kills: test_a_future
loses: test_a_future
"""

import asyncio
from collections.abc import Awaitable, Callable


class Tally:
    """The sum of the numbers measured so far, in `total`; it starts at 0. Others only read it."""

    def __init__(self) -> None:
        self.total = 0

    async def add(self, measure: Callable[[], Awaitable[int]]) -> int:
        """Await `measure()`, add its number to `total`, and return the new total."""
        number = await asyncio.create_task(measure())
        self.total += number
        return self.total

    def reset(self) -> int:
        """Set `total` to 0 and return what it was."""
        total, self.total = self.total, 0
        return total
