"""What can be awaited has to be awaited.

kills: test_a_value_that_can_be_awaited
loses: test_a_value_that_can_be_awaited
"""

import asyncio
import inspect
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


def delayed(
    value: T, *, milliseconds: float = 0, seconds: float = 0, minutes: float = 0
) -> Awaitable[T]:
    """Return something to await that gives `value`, that long after it is awaited.

    The three parts of the delay are added up; none of them is negative. The delay counts from the
    `await`, not from this call, which starts nothing. What is returned is awaited once; several of
    them can be awaited at the same time.

    With no delay at all no time passes, but everybody else who is ready has a turn before the value
    is there.
    """
    async def wait() -> T:
        await asyncio.sleep(milliseconds / 1000 + seconds + minutes * 60)
        if inspect.isawaitable(value):
            return await value
        return value

    return wait()
