"""Stopping means breaking off whatever is under way.

kills: test_stopped_in_an_action
loses: test_stopped_in_an_action test_an_error_after_the_stop test_stopped_at_the_end_of_an_action
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

    async def work() -> None:
        nonlocal finished
        while True:
            await action()
            finished += 1
            await asyncio.sleep(interval)

    if stop.is_set():
        return 0
    tasks = [asyncio.create_task(work()), asyncio.create_task(stop.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    if not tasks[0].cancelled() and tasks[0].exception():
        raise tasks[0].exception()
    return finished
