"""A `TimeoutError` that leaves the block says that the job was silent for too long.

kills: test_a_timeout_of_its_own
loses: test_a_timeout_of_its_own
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def run_with_watchdog(
    job: Callable[[Callable[[], None]], Coroutine[Any, Any, T]], idle: float
) -> T:
    """Return what `await job(touch)` gives, unless the job is silent for too long.

    `touch` is a plain function: with each call the job has `idle` seconds (more than 0) from
    that moment on, whatever it had left. At its start, too, it has `idle` seconds. When they pass
    without a touch, the job is cancelled, and once it has ended, `TimeoutError` is raised.

    `touch()` never raises, whenever it is called. In a job that was silent for too long, and after
    the job has ended, it does nothing at all: it can't save the job, nor cut its clean-up short,
    and nothing comes of it later.

    An error of the job, a `TimeoutError` of its own included, reaches the caller as it is.
    Cancelling the call cancels the job, and the call ends as cancelled. (What comes out is left
    open if the job, once cancelled, doesn't end as cancelled, or if both happen: it is silent for
    too long, and the call is cancelled.)
    """
    loop = asyncio.get_running_loop()
    over = False

    def touch() -> None:
        if not over and not limit.expired():
            limit.reschedule(loop.time() + idle)

    try:
        async with asyncio.timeout(idle) as limit:
            return await job(touch)
    except TimeoutError:
        raise TimeoutError(f"silent for {idle} s") from None
    finally:
        over = True
