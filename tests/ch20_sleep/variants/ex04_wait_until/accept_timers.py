"""Timers of the loop do the checks, and a future brings the answer."""

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
    answer: asyncio.Future[bool] = loop.create_future()
    begin = loop.time()

    def look() -> None:
        nonlocal timer
        if answer.done():
            return
        passed = loop.time() - begin
        found = predicate()
        if found or (timeout is not None and passed >= timeout):
            answer.set_result(found)
        else:
            timer = loop.call_later(
                interval if timeout is None else min(interval, timeout - passed), look
            )

    timer: asyncio.TimerHandle | None = None
    look()
    try:
        return await answer
    finally:
        if timer is not None:
            timer.cancel()
