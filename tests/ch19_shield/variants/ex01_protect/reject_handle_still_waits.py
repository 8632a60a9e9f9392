"""When the work ends, its handle is still waiting for the outcome.

kills: test_the_handle_is_cancelled
loses: test_the_handle_is_cancelled test_those_who_wait test_a_cancelled_waiter
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def protect(
    work: Coroutine[Any, Any, T] | asyncio.Task[T],
) -> tuple[asyncio.Future[T], asyncio.Task[T]]:
    task = asyncio.ensure_future(work)
    handle: asyncio.Future[T] = task.get_loop().create_future()

    def ended(task: asyncio.Task[T]) -> None:
        if task.cancelled():
            handle.cancel()
        elif (error := task.exception()) is not None:
            handle.set_exception(error)
        else:
            handle.set_result(task.result())

    task.add_done_callback(ended)
    return handle, task
