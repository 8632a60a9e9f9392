"""A limit arrives as a cancellation, so every cancellation is the limit.

kills: test_cancelled
loses: test_cancelled
"""

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
    async def look() -> bool:
        while not predicate():
            await asyncio.sleep(interval)
        return True

    try:
        return await asyncio.wait_for(look(), timeout)
    except (TimeoutError, asyncio.CancelledError):
        return predicate()
