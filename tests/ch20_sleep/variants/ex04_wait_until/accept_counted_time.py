"""What is left of the time gets smaller by each pause."""

import asyncio
from collections.abc import Callable


async def wait_until(
    predicate: Callable[[], bool], interval: float, timeout: float | None = None
) -> bool:
    """Wait until `predicate()` is true; return True as soon as a check finds it so.

    `predicate` is checked at once, and then every `interval` seconds (more than 0). It takes no
    time, and doesn't fail.

    With a `timeout` (0 or more seconds from now), the wait ends at that moment, between two checks
    perhaps: what a last check says right then is returned. None means no limit.

    When the call is cancelled, it ends as cancelled.
    """
    left = float("inf") if timeout is None else timeout
    while not predicate():
        if left <= 0:
            return False
        pause = min(interval, left)
        await asyncio.sleep(pause)
        left -= pause
    return True
