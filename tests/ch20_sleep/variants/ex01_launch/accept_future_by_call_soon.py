"""The loop is asked to call back, which it does after the new task's first step."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def launch(job: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
    """Start `job()` as a task, and return the task once it has run to its first suspension.

    No time passes meanwhile, and the end of the job isn't waited for: the caller has the task, and
    awaits it when it likes. A job that never suspends has ended by the time of the return; if it has
    failed, this, too, is seen when the task is awaited. (Left open: whether the job gets further turns
    before the return, and what becomes of it if this call itself is cancelled.)
    """
    loop = asyncio.get_running_loop()
    task = loop.create_task(job())
    turn = loop.create_future()
    loop.call_soon(turn.set_result, None)
    await turn
    return task
