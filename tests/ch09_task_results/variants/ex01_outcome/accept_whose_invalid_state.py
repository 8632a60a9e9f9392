"""An InvalidStateError is looked at again: it is the task's own if the task is done."""

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
        value = task.result()
    except asyncio.InvalidStateError as error:
        return ("failed", error) if task.done() else ("pending", None)
    except asyncio.CancelledError:
        return "cancelled", None
    except BaseException as error:
        return "failed", error
    return "ok", value
