"""`asyncio.wait` cancels what isn't done, when its limit passes and when it is cancelled.

kills: test_all_are_too_slow test_cancelled_at_any_moment
loses: test_four_ends test_all_are_too_slow test_clean_ups_are_waited_for
    test_the_caller_is_cancelled test_cancelled_at_any_moment test_a_timeout_of_its_own
    test_the_order_of_the_names
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any


async def check_all(
    checks: Mapping[str, Callable[[], Coroutine[Any, Any, object]]], seconds: float
) -> dict[str, str]:
    """Run all checks side by side, each for at most `seconds` (more than 0), and tell how each ended.

    `checks` has a name for each check, which is called once and awaited. The result has a word for
    each name, in the same order:

        "up": the check has returned something that counts as true.
        "down": it has returned something that counts as false.
        "timeout": its limit has passed before; it was cancelled.
        "error": it has raised an exception, perhaps a `TimeoutError` of its own.
        "cancelled": what it awaited was cancelled by somebody else, and so `CancelledError` came out
        of it.

    However a check ends, the others go on. The result is returned as soon as all checks have ended,
    clean-up included. If the call is cancelled, so are all checks that have not ended, and the call
    ends as cancelled once they have.

    Left open: a check that raises already when it is called; one that, when it is cancelled, returns
    a value or fails; a value that can't tell whether it counts as true.
    """
    tasks = {name: asyncio.create_task(check()) for name, check in checks.items()}
    if not tasks:
        return {}
    done, _ = await asyncio.wait(tasks.values(), timeout=seconds)

    def word(task):
        if task not in done:
            return "timeout"
        if task.cancelled():
            return "cancelled"
        if task.exception():
            return "error"
        return "up" if task.result() else "down"

    return {name: word(task) for name, task in tasks.items()}
