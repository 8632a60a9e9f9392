"""Who is cancelled in `asyncio.wait` takes the tasks it waits for along.

kills: test_the_job_ends_with_its_caller
loses: test_the_job_ends_with_its_caller test_the_caller_is_cancelled
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
    deadline = loop.time() + idle

    def touch() -> None:
        nonlocal deadline
        deadline = loop.time() + idle

    task = loop.create_task(job(touch))
    while loop.time() < deadline:
        await asyncio.wait([task], timeout=deadline - loop.time())
        if task.done():
            return task.result()
    task.cancel()
    await asyncio.wait([task])
    raise TimeoutError("the job fell silent")
