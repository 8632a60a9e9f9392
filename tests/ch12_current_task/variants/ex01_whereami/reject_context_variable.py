"""What is kept in a context variable is kept for one task.

kills: test_in_a_task_of_its_own
loses: test_in_a_task_of_its_own test_renamed test_in_a_callback_of_a_task_that_has_asked
"""

import asyncio
from contextvars import ContextVar
from typing import Any


_here: ContextVar[str] = ContextVar("here")


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
        return _here.get()
    except LookupError:
        pass
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return "-"
    if task is None:
        return "-"
    _here.set(f"{task.get_name()}/{task.get_coro().__name__}")
    return _here.get()
