"""A timer for each task cancels it and notes its name."""

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
    loop = asyncio.get_running_loop()
    tasks = {name: loop.create_task(check()) for name, check in checks.items()}
    late = set()

    def stop(name):
        if tasks[name].cancel():
            late.add(name)

    timers = [loop.call_later(seconds, stop, name) for name in tasks]
    try:
        ends = await asyncio.gather(*tasks.values(), return_exceptions=True)
    finally:
        for timer in timers:
            timer.cancel()

    def word(name, end):
        if isinstance(end, asyncio.CancelledError):
            return "timeout" if name in late else "cancelled"
        if isinstance(end, BaseException):
            return "error"
        return "up" if end else "down"

    return {name: word(name, end) for name, end in zip(tasks, ends)}
