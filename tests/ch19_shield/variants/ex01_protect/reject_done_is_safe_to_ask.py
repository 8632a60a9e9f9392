"""In a done callback the task is done, so it is safe to call `exception()`.

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
    task.add_done_callback(lambda task: task.exception())  # nobody has to ask
    return asyncio.shield(task), task
