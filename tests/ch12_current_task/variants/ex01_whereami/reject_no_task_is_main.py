"""Where a loop runs, some task runs: if no other, then the main task, which is called Task-1.

kills: test_in_callbacks
loses: test_in_callbacks test_in_a_callback_of_a_task_that_has_asked
"""

import asyncio
from typing import Any


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
        task = asyncio.current_task()
    except RuntimeError:
        return "-"
    if task is None:
        return "Task-1/main"
    return f"{task.get_name()}/{task.get_coro().__name__}"
