"""Attempts with a limit each, pauses between them, and one limit for it all."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def call_with_retries(
    call: Callable[[int], Coroutine[Any, Any, T]],
    attempts: int,
    per_try: float,
    overall: float,
    delay: float,
) -> T:
    """Return what the first attempt gives that is ready within `per_try` seconds.

    The attempts are `call(0)`, `call(1)` and so on, `attempts` of them at most (1 or more), never
    two at once. An attempt that takes more than `per_try` seconds is cancelled; `delay` seconds
    after it has ended, the next one begins. If it was the last one, `TimeoutError` is raised as
    soon as it has ended.

    Attempts and pauses together get `overall` seconds: when these are over, whatever is under way
    is ended, nothing else begins, and `TimeoutError` is raised as soon as that has ended.

    Only an attempt that was out of time is followed by another. An error of `call`, even a
    `TimeoutError` of its own, reaches the caller at once, as it is. Cancelling the call of this
    function cancels the attempt under way and ends as cancelled. (What comes out is left open if an
    attempt, once cancelled, doesn't end as cancelled. So is whether another limit, or cancellation,
    cuts its clean-up short.)
    """
    return await call(0)  # TODO: both limits, and the other attempts


if __name__ == "__main__":

    async def demo() -> None:
        async def call(number: int) -> str:
            print("attempt", number)
            await asyncio.sleep(0.3 if number < 2 else 0.1)
            return f"answer to attempt {number}"

        print(await call_with_retries(call, attempts=3, per_try=0.2, overall=1, delay=0.1))

    asyncio.run(demo())
