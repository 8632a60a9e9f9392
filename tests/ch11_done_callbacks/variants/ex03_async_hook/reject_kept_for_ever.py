"""A task that is done does no harm in a set.

kills: test_let_go
loses: test_let_go
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

_running: set[asyncio.Task[object]] = set()


async def _reporting(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except Exception as error:
        context = {"message": "a hook failed", "exception": error}
        asyncio.get_running_loop().call_exception_handler(context)


def add_async_hook(
    task: asyncio.Task[Any], hook: Callable[[asyncio.Task[Any]], Coroutine[Any, Any, object]]
) -> None:
    """Have `hook(task)` awaited as soon as `task` is done, though nobody here can wait for it.

    That happens however the task ended: it may have returned, failed, or been cancelled. If it is
    done already, nothing of the hook runs before `add_async_hook` returns, but it begins soon
    after that, and before time moves. A task may have many hooks, which then run at the same time.

    A hook runs to its end, even if nobody else keeps what it waits for. From then on nothing here
    keeps what it ran in, nor `task`.

    If a hook fails, the loop's exception handler is told, exactly once, and no later than when
    Python has collected its garbage. Whether you tell it, or leave it to asyncio, is up to you. (So
    house rule 3 doesn't hold for what a hook raises.) A failed hook changes nothing else: neither
    how the task ended, nor what other hooks do.

    Left open: what waits for the end of `task`, the event loop or a task of your own; and whether
    a hook that was cancelled counts as failed.
    """

    def start(task: asyncio.Task[Any]) -> None:
        _running.add(asyncio.create_task(_reporting(hook(task))))

    task.add_done_callback(start)
