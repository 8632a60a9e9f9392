"""A task that hasn't ended soon after `cancel()` has to be asked again.

kills: test_the_late_ones_stop
loses: test_the_late_ones_stop test_clean_up_is_waited_for test_a_failure test_a_long_clean_up
    test_the_caller_is_cancelled
"""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any


async def within(coros: Sequence[Coroutine[Any, Any, Any]], timeout: float) -> list[Any]:
    """Run all `coros` at the same time; return the results that arrive within `timeout` seconds.

    The seconds, more than 0, count from the call. The list has the results, whatever they are, in
    the order in which they arrive. (The order of those that arrive at the same moment is left
    open.) The call ends in one of these ways:

    - When all results are there, it returns them at once. There may be no `coros` at all.
    - When the time is up, it returns what is there.
    - If one of `coros` fails before that, its exception comes out, the same object.
    - If the call is cancelled, it ends as cancelled.

    Before it ends, in whatever way, it cancels those of `coros` that are still running, once, and
    waits until they have ended, their clean-up included. All of these end as cancelled. (What a
    cancellation of the call does that comes in the meantime is left open.)

    Nothing fails with a `TimeoutError`, and nothing arrives at the very moment when the time is
    up.
    """
    tasks = [asyncio.create_task(coro) for coro in coros]
    results = []
    try:
        for next_result in asyncio.as_completed(tasks, timeout=timeout):
            results.append(await next_result)
    except TimeoutError:
        pass
    finally:
        pending = {task for task in tasks if not task.done()}
        while pending:
            for task in pending:
                task.cancel()
            _, pending = await asyncio.wait(pending, timeout=0.25)
        await asyncio.gather(*tasks, return_exceptions=True)
    return results
