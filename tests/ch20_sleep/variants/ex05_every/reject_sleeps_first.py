"""A tick comes at the end of an interval.

kills: test_runs_of_no_duration
loses: test_runs_of_no_duration test_short_runs test_a_long_run test_a_later_beginning
    test_ticking_goes_on test_a_long_run_that_fails test_cancelled_during_a_run
    test_cancelled_between_runs
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def every(
    interval: float,
    action: Callable[[], Coroutine[Any, Any, object]],
    on_error: Callable[[Exception], object],
) -> None:
    """Run `await action()` again and again, at fixed points in time; never return.

    The points are: now, and every `interval` seconds (more than 0) after that. A run begins at each
    of them, however long the runs before it took, unless one is still under way: runs never
    overlap. A point that passes during a run is left out, and the next run begins at the next
    point. (Whether a run begins at a point at which a longer run ends is left open.)

    When a run fails, the exception is handed to `on_error`, which is quick and doesn't fail, and
    the ticking goes on as if nothing had happened.

    Cancelling the call is the only way to end it. The run under way, if there is one, is cancelled
    with it, and `on_error` isn't told; when the run has ended, the call ends as cancelled. (Runs let
    a cancellation through.)
    """
    loop = asyncio.get_running_loop()
    target = loop.time()
    while True:
        while target <= loop.time():
            target += interval
        await asyncio.sleep(target - loop.time())
        try:
            await action()
        except Exception as error:
            on_error(error)
