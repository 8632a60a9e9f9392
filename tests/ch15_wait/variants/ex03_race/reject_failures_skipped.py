"""Who fails is out of the race, and the others run on.

kills: test_the_first_fails
loses: test_the_first_fails test_a_failure_at_the_same_moment
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def race(*coros: Coroutine[Any, Any, T]) -> T:
    """Run all `coros` at the same time, and return what the first one that finishes returns.

    Whoever raises an exception has finished, too: if it is the first, its exception comes out,
    the same object. If several finish in the same turn of the event loop, that one counts which
    is earliest among `coros`, whichever of them was a step ahead. (One that finishes a turn or two
    after the first, before the call can know of that, may count as well.)

    All others are cancelled, once, and the call comes back as soon as they have ended, their
    clean-up included. What they return or raise is nobody's business: it doesn't come out, but
    counts as retrieved.

    If the call is cancelled, `coros` are cancelled in the same way; when all of them have ended,
    the call ends as cancelled. (What a cancellation does that comes still later, while others
    clean up, is left open.) By themselves, `coros` raise no CancelledError.

    Raises:
        ValueError: there are no `coros`.
    """
    if not coros:
        raise ValueError("nobody runs")
    tasks = [asyncio.create_task(coro) for coro in coros]
    pending = set(tasks)
    try:
        while True:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            good = [task for task in tasks if task in done and task.exception() is None]
            if good or not pending:
                break
        first = good[0] if good else tasks[0]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return first.result()
