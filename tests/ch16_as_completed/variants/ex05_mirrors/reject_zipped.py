"""The first that `as_completed` gives is the first that was put in, so `zip` finds its name.

kills: test_order_of_response test_enough
loses: test_order_of_response test_enough test_time_is_up test_a_failure_at_the_same_moment
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


class NoMirror(Exception):
    """No mirror is usable."""


async def fastest_mirrors(
    mirrors: Sequence[str],
    probe: Callable[[str], Coroutine[Any, Any, Any]],
    want: int,
    timeout: float,
) -> list[str]:
    """Return the first `want` usable mirrors, in the order in which they respond.

    `probe(name)` is called once for each of `mirrors`, which are all different. All probes begin
    at once, and run at the same time. If a probe returns, whatever it returns, its mirror is
    usable. If it raises an `Exception` (a `TimeoutError`, for instance), its mirror is not. By
    itself, it raises nothing else.

    As soon as `want` mirrors (1 or more) have responded, that's enough. If `timeout` seconds (more
    than 0) have passed since the call, or no probe is left, the call makes do with fewer. Which
    mirrors come first that respond at the same moment is left open. (And none responds at the very
    moment when the time is up.)

    Before the call ends, in whatever way, it cancels the probes that are still running, once, and
    waits until they have ended, their clean-up included. All of these end as cancelled, and
    nobody else cancels a probe. (What a cancellation of the call does in the meantime is left
    open.)

    Raises:
        NoMirror: no mirror has turned out to be usable.

    If the call is cancelled, it ends as cancelled.
    """
    tasks = [asyncio.create_task(probe(name)) for name in mirrors]
    found: list[str] = []
    try:
        async with asyncio.timeout(timeout):
            for name, answer in zip(mirrors, asyncio.as_completed(tasks)):
                try:
                    await answer
                except Exception:
                    continue
                found.append(name)
                if len(found) == want:
                    break
    except TimeoutError:
        pass
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if not found:
        raise NoMirror("no mirror is usable")
    return found
