"""As long as a task has no result, its result is empty.

kills: test_values_that_look_empty
loses: test_values_that_look_empty
"""

import asyncio
from typing import Any


def outcome(task: asyncio.Task[Any]) -> tuple[str, object]:
    """Return how `task` stands at this moment: a word, and what belongs to it.

    ("ok", value)        it has returned this value, whatever the value is
    ("failed", error)    it ended with this exception, the very object, of whatever class
    ("cancelled", None)  it ended as cancelled
    ("pending", None)    it isn't done, whether it hasn't begun, waits, or was asked to stop

    This is a plain function, for callbacks too. It answers at once, raises nothing, neither stops
    nor delays the task, and may be called again and again.
    """
    if task.done():
        if task.cancelled():
            return "cancelled", None
        if task.exception():
            return "failed", task.exception()
        if task.result():
            return "ok", task.result()
    return "pending", None
