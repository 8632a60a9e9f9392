"""`exception()` is asked first: it hands out the task's own exception instead of raising it."""

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
    try:
        error = task.exception()
    except asyncio.InvalidStateError:
        return "pending", None
    except asyncio.CancelledError:
        return "cancelled", None
    return ("ok", task.result()) if error is None else ("failed", error)
