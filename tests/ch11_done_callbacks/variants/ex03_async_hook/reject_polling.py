"""Whether a task is done has to be looked up from time to time.

kills: test_a_hook_that_takes_time
loses: test_a_hook_that_takes_time test_a_hook_that_fails
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

_running: set[asyncio.Task[object]] = set()


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

    async def watch() -> None:
        while not task.done():
            await asyncio.sleep(0.1)
        await hook(task)

    watcher = asyncio.create_task(watch())
    _running.add(watcher)
    watcher.add_done_callback(_running.discard)
