"""An InvalidStateError from `result()` always means that the task isn't done.

kills: test_an_invalid_state_of_its_own
loses: test_an_invalid_state_of_its_own
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
    try:
        return "ok", task.result()
    except asyncio.InvalidStateError:
        return "pending", None
    except asyncio.CancelledError:
        return "cancelled", None
    except BaseException as error:
        return "failed", error
