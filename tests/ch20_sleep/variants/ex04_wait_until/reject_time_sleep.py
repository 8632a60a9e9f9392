"""In a coroutine, `time.sleep` holds up only that coroutine.

kills: test_a_flag_set_by_somebody
loses: test_true_later test_never_true test_true_before_the_deadline test_a_flag_set_by_somebody
    test_cancelled
"""

import asyncio
import time
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
    end = None if timeout is None else time.monotonic() + timeout
    while not predicate():
        pause = interval
        if end is not None:
            pause = min(interval, end - time.monotonic())
            if pause <= 0:
                return False
        time.sleep(pause)
    return True
