"""A second wait is enough for whatever was started during the first one.

kills: test_started_late_again
loses: test_started_late_again
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Background:
    """Tasks in the background, each kept until it is finished, and no longer.

    `len()` of it is the number of tasks that are not finished. A task is finished when it has
    returned, failed or been cancelled, no matter how early. From then on nothing here keeps it:
    that takes no further call, and if nobody else keeps it either, Python can free it. (For one
    more turn of the event loop it may be kept and counted; a `join` that still waits may keep it
    for longer.)

    A `Background` can be created while no event loop runs. It is used in one event loop only.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, coro: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start `coro` as a task in the background, and return the task.

        Nothing of it has run when `spawn` returns. It runs to its end, even if nobody else keeps
        the task. That ends as `coro` does: with its result, with its error, or as cancelled.
        Whoever called `spawn` will look at that; nobody needs to here. (Meanwhile the task may be
        given another name.)

        Raises:
            TypeError: `coro` is no coroutine object: a function, say, a number, or another task.
            RuntimeError: no event loop is running. Whether `coro` is closed then is left open.
            In both cases there is no task to be counted.
        """
        task = asyncio.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def __len__(self) -> int:
        return len(self._tasks)

    async def join(self) -> None:
        """Wait until no task is left, and return as soon as that is so.

        Tasks that are started meanwhile are waited for, too, also those that another task starts
        right before its end. If no task is left, it takes no time. No task that was started here
        calls it.

        It raises nothing of what the tasks end with. If `join` itself is cancelled, it ends as
        cancelled; whether the tasks then go on is left open.
        """
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._tasks:
            await asyncio.wait(self._tasks)
