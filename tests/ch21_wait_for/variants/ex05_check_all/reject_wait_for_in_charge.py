"""Once `wait_for(task, …)` is called, it is in charge of the task, also if it never gets a turn.

kills: test_cancelled_at_any_moment
loses: test_cancelled_at_any_moment
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
    tasks = [asyncio.create_task(check()) for check in checks.values()]
    ends = await asyncio.gather(
        *(asyncio.wait_for(task, seconds) for task in tasks), return_exceptions=True
    )

    def word(task, end):
        if isinstance(end, TimeoutError):
            return "timeout" if task.cancelled() else "error"
        if isinstance(end, asyncio.CancelledError):
            return "cancelled"
        if isinstance(end, Exception):
            return "error"
        return "up" if end else "down"

    return {name: word(task, end) for name, task, end in zip(checks, tasks, ends)}
