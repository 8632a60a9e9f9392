"""The shortest pause finds it soonest.

kills: test_true_later
loses: test_true_later test_never_true test_true_before_the_deadline test_a_flag_set_by_somebody
    test_cancelled
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
    loop = asyncio.get_running_loop()
    deadline = float("inf") if timeout is None else loop.time() + timeout
    while not predicate():
        if loop.time() >= deadline:
            return False
        await asyncio.sleep(0)
    return True
