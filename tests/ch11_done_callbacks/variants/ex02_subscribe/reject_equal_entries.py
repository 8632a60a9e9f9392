"""`remove` takes the very entry out of a list that one has put in.

kills: test_the_later_of_two
loses: test_the_later_of_two
"""

import asyncio
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary


_waiting: WeakKeyDictionary[asyncio.Task[Any], list[Any]] = WeakKeyDictionary()


def _call_next(task: asyncio.Task[Any]) -> None:
    """Make the call that is due, unless all that are left were cancelled."""
    if _waiting[task]:
        callback, args = _waiting[task].pop(0)
        callback(task, *args)


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
    entries = _waiting.setdefault(task, [])
    entry = (callback, args)
    entries.append(entry)
    task.add_done_callback(_call_next)
    active = True

    def unsubscribe() -> bool:
        nonlocal active
        if not active or entry not in entries:
            return False
        active = False
        entries.remove(entry)
        return True

    return unsubscribe
