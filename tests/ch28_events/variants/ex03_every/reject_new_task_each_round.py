"""When its `timeout` is over, `asyncio.wait` cancels what it has waited for.

kills: test_no_more_tasks test_cancelled_in_a_pause
loses: test_no_more_tasks test_cancelled_in_a_pause test_cancelled_in_an_action
    test_cancelled_at_any_moment test_an_error
"""

import asyncio
from collections.abc import Awaitable, Callable


async def every(
    interval: float, action: Callable[[], Awaitable[object]], stop: asyncio.Event
) -> int:
    """Await `action()` now, and again `interval` seconds after each one has ended.

    That goes on until `stop` is set; then the call returns how many actions have come to their end.
    If `stop` is set during a pause, the call returns at that moment; if it is set during an action,
    this action is finished first, and none follows. If it was set before the call, there is no
    action at all. Once it is set it stays set. (What counts if `stop` is set at the very instant at
    which a pause ends is left open. `interval` is more than 0.)

    Exceptions of `action` come out as they are. If the call is cancelled, it ends at once, as
    cancelled, an action under way with it. In the hundredth pause there are no more tasks than in
    the first one.
    """
    finished = 0
    while not stop.is_set():
        await action()
        finished += 1
        await asyncio.wait({asyncio.create_task(stop.wait())}, timeout=interval)
    return finished
