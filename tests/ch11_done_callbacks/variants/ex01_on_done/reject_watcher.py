"""To hear of the end of a task takes another task that awaits it.

kills: test_no_task_for_it
loses: test_before_the_others_go_on test_no_task_for_it test_a_function_that_fails
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_watchers: set[asyncio.Task[None]] = set()


def on_done(
    task: asyncio.Task[T],
    on_result: Callable[[T], object],
    on_error: Callable[[BaseException], object],
    on_cancel: Callable[[], object],
) -> None:
    """Have one of three plain functions called when `task` ends: exactly one, and once.

    It is `on_result(value)` if the task has returned `value`, whatever that is, None too;
    `on_error(exception)` if it has failed, with the very exception, whether that is derived from
    `Exception` or not, and it counts as retrieved then; `on_cancel()` if it was cancelled.

    The event loop makes that call, and no task is created for it. It makes the call right after
    the task's end: whoever begins to await the task after `on_done` was called goes on only when
    the function has run. If the task is done already, nothing is called before `on_done` returns,
    but soon after that, and before time moves.

    What the function itself raises, a CancelledError too, is reported to the loop's exception
    handler, once. (So house rule 3 doesn't hold for that.) It changes nothing else: none of the
    other two is called for it, the task keeps its result, and whatever else is to be called at the
    task's end is called. `on_done` may be called many times for one task.
    """

    async def watch() -> None:
        await asyncio.wait([task])
        if task.cancelled():
            on_cancel()
        elif error := task.exception():
            on_error(error)
        else:
            on_result(task.result())

    watcher = asyncio.create_task(watch())
    _watchers.add(watcher)
    watcher.add_done_callback(_watchers.discard)
