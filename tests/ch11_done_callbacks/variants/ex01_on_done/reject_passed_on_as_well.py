"""What isn't derived from `Exception` has to be passed on, in a callback too, even when it was reported.

kills: test_a_function_that_fails
loses: test_a_function_that_fails
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


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

    def tell(task: asyncio.Task[T]) -> None:
        try:
            if task.cancelled():
                on_cancel()
            elif (error := task.exception()) is not None:
                on_error(error)
            else:
                on_result(task.result())
        except BaseException as error:
            context = {"message": "on_done failed", "exception": error}
            task.get_loop().call_exception_handler(context)
            if not isinstance(error, Exception):
                raise

    task.add_done_callback(tell)
