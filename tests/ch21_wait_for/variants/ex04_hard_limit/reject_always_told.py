"""Every operation whose limit passes is stuck.

kills: test_a_short_clean_up
loses: test_a_short_clean_up test_a_value_in_the_grace
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def hard_limit(
    op: Callable[[], Coroutine[Any, Any, T]],
    seconds: float,
    grace: float,
    on_stuck: Callable[[asyncio.Task[T]], object],
) -> T:
    """Run `op()` as a task, for at most `seconds`, and let it clean up for at most `grace` more.

    What `op` returns or raises within `seconds` comes out as soon as it has: the same value, the
    same exception, also if it is a `TimeoutError` of its own.

    After `seconds`, the task is cancelled, once. As soon as it has ended, `TimeoutError` is raised.
    If it hasn't ended `grace` seconds later, it is stuck: `on_stuck(task)` is called, once, a plain
    call that returns at once, and `TimeoutError` is raised at that moment. From then on the task is
    no longer yours: it runs on, undisturbed. (Both numbers are more than 0.)

    If the call is cancelled, at whatever moment, `op` is cancelled too, and the call ends as
    cancelled once `op` has ended.

    Left open: what comes out if `op`, after it was cancelled, returns a value or fails, and whether
    somebody looks at that failure then; and, when the call is cancelled, whether a clean-up that is
    under way is disturbed, how long the call waits for an `op` that takes more than `grace` to end,
    whether `on_stuck` is told of it, and a second cancellation of the call.
    """
    task = asyncio.create_task(op())
    try:
        await asyncio.wait([task], timeout=seconds)
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait([task], timeout=grace)
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait([task])
        raise
    on_stuck(task)
    raise TimeoutError("too slow")
