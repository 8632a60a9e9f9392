"""What a task puts into a context variable is seen by this task alone.

kills: test_in_a_callback_of_a_task_that_has_asked
loses: test_in_a_callback_of_a_task_that_has_asked
"""

import asyncio
from contextvars import ContextVar
from typing import Any


_here: ContextVar[asyncio.Task[Any] | None] = ContextVar("here", default=None)


def whereami() -> str:
    """Return "TASK/COROUTINE" for the task that is running now.

    TASK is the name that the task has at the moment of the call. COROUTINE is the `__name__` of the
    coroutine that the task was made from (here each has one), however deep inside it the call is
    made.

    If no task is running the code that calls, the answer is "-": so in a callback that the event
    loop calls, in another thread, and wherever no event loop runs.

    This is a plain function, for code of all kinds. It raises nothing.
    """
    try:
        task = asyncio.current_task() or _here.get()
    except RuntimeError:
        return "-"
    if task is None:
        return "-"
    _here.set(task)
    return f"{task.get_name()}/{task.get_coro().__name__}"
