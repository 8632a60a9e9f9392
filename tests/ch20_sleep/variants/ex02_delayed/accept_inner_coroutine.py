"""The time is asked for inside a coroutine, which runs when it is awaited."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

T = TypeVar("T")


def delayed(
    value: T, *, milliseconds: float = 0, seconds: float = 0, minutes: float = 0
) -> Awaitable[T]:
    """Return something to await that gives `value`, that long after it is awaited.

    The value is handed over as it is, whatever it is: a task, say, isn't awaited.

    The three parts of the delay are added up; none of them is negative. The delay counts from the
    `await`, not from this call, which starts nothing. What is returned is awaited once; several of
    them can be awaited at the same time.

    With no delay at all no time passes, but everybody else who is ready has a turn before the value
    is there.
    """
    delay = timedelta(milliseconds=milliseconds, seconds=seconds, minutes=minutes)

    async def wait() -> T:
        loop = asyncio.get_running_loop()
        ready = loop.create_future()
        timer = loop.call_later(delay.total_seconds(), ready.set_result, value)
        try:
            return await ready
        finally:
            timer.cancel()

    return wait()
