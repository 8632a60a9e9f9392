"""One callback for each task; it goes through a list of the subscriptions."""

import asyncio
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary


_waiting: WeakKeyDictionary[asyncio.Task[Any], list[list[Any]]] = WeakKeyDictionary()


def _run_all(task: asyncio.Task[Any]) -> None:
    for subscription in _waiting.pop(task):
        if subscription:
            callback, args = subscription
            subscription.clear()
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
    subscription: list[Any] = [callback, args]
    if task not in _waiting:
        _waiting[task] = []
        task.add_done_callback(_run_all)
    _waiting[task].append(subscription)

    def unsubscribe() -> bool:
        was_there = bool(subscription)
        subscription.clear()
        return was_there

    return unsubscribe
