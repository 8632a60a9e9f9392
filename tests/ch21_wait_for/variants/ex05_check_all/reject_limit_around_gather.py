"""A limit around a `gather` is a limit for each member.

kills: test_four_ends
loses: test_four_ends test_a_timeout_of_its_own
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
    async def run(check):
        try:
            return "up" if await check() else "down"
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():
                raise
            return "cancelled"
        except Exception:
            return "error"

    try:
        words = await asyncio.wait_for(
            asyncio.gather(*(run(check) for check in checks.values()), return_exceptions=True), seconds
        )
    except TimeoutError:
        return dict.fromkeys(checks, "timeout")
    return dict(zip(checks, words))
