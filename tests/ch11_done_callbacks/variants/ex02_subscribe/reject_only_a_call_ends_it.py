"""Only a call uses a subscription up.

kills: test_too_late
loses: test_too_late
"""

import asyncio
from collections.abc import Callable
from typing import Any


def subscribe(
    task: asyncio.Task[Any], callback: Callable[..., object], *args: object
) -> Callable[[], bool]:
    """Have `callback(task, *args)` called when `task` is done; return a function to prevent that.

    The event loop makes the calls of a task's subscriptions, in the order in which they were made,
    right after its end: whoever begins to await the task after `subscribe` was called goes on only
    when `callback` has run. If the task is done already, nothing is called before `subscribe`
    returns, but soon after that, and before time moves. A `callback` raises nothing.

    Returns:
        A plain function without arguments. It returns True if it has prevented the call: then
        `callback` is never called for this subscription. It returns False if it comes too late,
        for `callback` was called, or is just being called, or if the subscription had been
        cancelled before. That the task is done doesn't make it too late: as long as `callback`
        was not called, it can be prevented.

        It concerns this one subscription. There may be others of the same task, with the same
        `callback` and the same arguments, and they stay, each at its place in the order.
    """
    called = cancelled = False

    def call(task: asyncio.Task[Any]) -> None:
        nonlocal called
        if not cancelled:
            called = True
            callback(task, *args)

    def unsubscribe() -> bool:
        nonlocal cancelled
        cancelled = not called
        return cancelled

    task.add_done_callback(call)
    return unsubscribe
