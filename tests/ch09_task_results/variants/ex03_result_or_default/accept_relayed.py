"""A future of the call's own is given what became of the task; it is free to be cancelled."""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def result_or_default(task: asyncio.Task[T], default: T) -> T:
    """Wait until `task` is done, and return its result, or `default` if the task was cancelled.

    It returns as soon as the task is done; for one that was done before, at once. Only a task that
    ended as cancelled gives the default: whatever a task returns is its result. If the task fails,
    its exception comes out, the same object.

    The task is shared with others. If it is the call that is cancelled, it ends as cancelled, at
    once, and the task goes on undisturbed. So it does if both are cancelled at the same moment: the
    call ends as cancelled. (Before the call, nobody has asked the calling task to stop.)
    """
    relay = asyncio.get_running_loop().create_future()

    def pass_on(task: asyncio.Task[T]) -> None:
        if relay.done():
            return
        if task.cancelled():
            relay.set_result(default)
        elif task.exception() is not None:
            relay.set_exception(task.exception())
        else:
            relay.set_result(task.result())

    task.add_done_callback(pass_on)
    try:
        return await relay
    finally:
        task.remove_done_callback(pass_on)
