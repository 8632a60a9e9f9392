"""Without a delay there is no need to sleep.

kills: test_no_delay
loses: test_no_delay
"""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def delayed(
    value: T, *, milliseconds: float = 0, seconds: float = 0, minutes: float = 0
) -> T:
    """Return something to await that gives `value`, that long after it is awaited.

    The value is handed over as it is, whatever it is: a task, say, isn't awaited.

    The three parts of the delay are added up; none of them is negative. The delay counts from the
    `await`, not from this call, which starts nothing. What is returned is awaited once; several of
    them can be awaited at the same time.

    With no delay at all no time passes, but everybody else who is ready has a turn before the value
    is there.
    """
    delay = milliseconds / 1000 + seconds + minutes * 60
    if delay > 0:
        await asyncio.sleep(delay)
    return value
