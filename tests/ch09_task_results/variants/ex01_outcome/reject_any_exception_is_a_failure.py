"""An exception among the results means that the task has failed.

kills: test_a_value_that_is_an_exception
loses: test_a_value_that_is_an_exception
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
    if not task.done():
        return "pending", None
    if task.cancelled():
        return "cancelled", None
    end = task.exception() or task.result()
    if isinstance(end, BaseException):
        return "failed", end
    return "ok", end
