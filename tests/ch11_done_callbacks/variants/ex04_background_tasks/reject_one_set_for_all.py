"""One set at the top of the module keeps the background tasks of a program.

kills: test_two_of_them
loses: test_two_of_them
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_tasks: set[asyncio.Task[Any]] = set()


class BackgroundTasks:
    """Tasks in the background: kept until they are finished, and reported if they fail.

    `len()` of it is the number of tasks that are not finished. A task is finished when it has
    returned, failed, or been cancelled, no matter how early. From then on nothing here keeps it,
    without any further call. (Only until its callbacks are called it may still be counted. And a
    `drain` that waits for others may keep it meanwhile.)

    `on_error` is a plain function. Right after a task has failed, `on_error(task, exception)` is
    called, once, and the exception counts as retrieved. For a task that was cancelled it is not
    called. If `on_error` itself raises an exception, that is reported to the loop's exception
    handler, once (so house rule 3 doesn't hold for it), and nothing else comes of it: `len()`, the
    other tasks, and `drain` work as ever.
    """

    def __init__(self, on_error: Callable[[asyncio.Task[Any], BaseException], object]) -> None:
        self._on_error = on_error

    def spawn(self, coro: Coroutine[Any, Any, T], *, name: str | None = None) -> asyncio.Task[T]:
        """Start `coro` as a task, called `name` if one is given, and return the task.

        It runs to its end, even if nobody else keeps the task, and ends as `coro` does: with its
        result, with its exception, or as cancelled.
        """
        task = asyncio.create_task(coro, name=name)
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
        task.add_done_callback(self._report)
        return task

    def _report(self, task: asyncio.Task[Any]) -> None:
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._on_error(task, error)

    def __len__(self) -> int:
        return len(_tasks)

    async def drain(self) -> None:
        """Wait until no task is left, and return as soon as that is so.

        Tasks that are started meanwhile are waited for, too, also those that another task starts
        right before its end. If no task is left, it takes no time. It raises nothing of what the
        tasks end with. If `drain` is cancelled, it ends as cancelled, and the tasks go on. None of
        these tasks calls it.
        """
        while _tasks:
            await asyncio.wait(_tasks)
