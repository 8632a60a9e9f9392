"""The result of a task can only be had by awaiting it.

kills: test_a_task_that_has_returned test_in_a_callback
loses: test_a_task_that_has_returned test_values_that_look_empty test_a_task_that_has_failed
    test_a_cancelled_task test_a_task_that_is_not_done test_asked_to_stop
    test_a_value_that_is_an_exception test_a_task_that_ignores_the_request test_in_a_callback
    test_an_invalid_state_of_its_own test_a_failure_of_another_kind
"""

import asyncio
from typing import Any


async def outcome(task: asyncio.Task[Any]) -> tuple[str, object]:
    """Return how `task` stands at this moment: a word, and what belongs to it.

    ("ok", value)        it has returned this value, whatever the value is
    ("failed", error)    it ended with this exception, the very object, of whatever class
    ("cancelled", None)  it ended as cancelled
    ("pending", None)    it isn't done, whether it hasn't begun, waits, or was asked to stop

    This is a plain function, for callbacks too. It answers at once, raises nothing, neither stops
    nor delays the task, and may be called again and again.
    """
    try:
        return "ok", await task
    except asyncio.CancelledError:
        return "cancelled", None
    except Exception as error:
        return "failed", error
