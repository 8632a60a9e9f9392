"""A task keeps its name for life, so it can be looked up once.

kills: test_renamed
loses: test_renamed
"""

import asyncio
from typing import Any


_known: dict[asyncio.Task[Any], str] = {}


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
        return "-"
    if task not in _known:
        _known[task] = f"{task.get_name()}/{task.get_coro().__name__}"
    return _known[task]
