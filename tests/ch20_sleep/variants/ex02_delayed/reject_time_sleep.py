"""In a coroutine, `time.sleep` holds up only that coroutine.

kills: test_after_a_second test_three_at_once
loses: test_after_a_second test_units test_it_counts_from_the_await test_three_at_once
    test_no_delay test_a_value_that_can_be_awaited
"""

import asyncio
import time
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
    time.sleep(milliseconds / 1000 + seconds + minutes * 60)
    return value
