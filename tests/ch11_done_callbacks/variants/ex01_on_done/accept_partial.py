"""A function beside it; `functools.partial` brings it the three others."""

import asyncio
import functools
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def _tell(
    on_result: Callable[[Any], object],
    on_error: Callable[[BaseException], object],
    on_cancel: Callable[[], object],
    task: asyncio.Task[Any],
) -> None:
    """Call the one that the end of `task` is for."""
    if task.cancelled():
        on_cancel()
        return
    error = task.exception()
    if error is None:
        on_result(task.result())
    else:
        on_error(error)


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
    task.add_done_callback(functools.partial(_tell, on_result, on_error, on_cancel))
