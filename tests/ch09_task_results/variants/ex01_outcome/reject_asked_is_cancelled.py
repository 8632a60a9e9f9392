"""A task that was asked to stop is cancelled, and `cancelling()` tells.

kills: test_asked_to_stop test_a_task_that_ignores_the_request
loses: test_asked_to_stop test_a_task_that_ignores_the_request
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
    if task.cancelling():
        return "cancelled", None
    if not task.done():
        return "pending", None
    if task.cancelled():
        return "cancelled", None
    error = task.exception()
    if error is not None:
        return "failed", error
    return "ok", task.result()
