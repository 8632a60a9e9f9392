"""A cancelled task has `CancelledError` as its `exception()`, to be handed on like any other.

kills: test_the_task_is_cancelled
loses: test_the_task_is_cancelled
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def protect(
    work: Coroutine[Any, Any, T] | asyncio.Task[T],
) -> tuple[asyncio.Future[T], asyncio.Task[T]]:
    task = asyncio.ensure_future(work)
    handle: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    def copy(done: asyncio.Task[T]) -> None:
        if handle.done():
            return
        error = done.exception()
        if error is not None:
            handle.set_exception(error)
        else:
            handle.set_result(done.result())

    task.add_done_callback(copy)
    return handle, task
