"""What is worth knowing about an exception is its text.

kills: test_a_task_that_has_failed
loses: test_a_task_that_has_failed test_an_invalid_state_of_its_own test_a_failure_of_another_kind
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
    if task.exception() is not None:
        return "failed", str(task.exception())
    return "ok", task.result()
