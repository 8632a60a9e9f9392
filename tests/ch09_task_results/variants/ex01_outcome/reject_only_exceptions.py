"""Whatever a task fails with is an Exception.

kills: test_a_failure_of_another_kind
loses: test_a_failure_of_another_kind
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
    try:
        return "ok", task.result()
    except Exception as error:
        return "failed", error
