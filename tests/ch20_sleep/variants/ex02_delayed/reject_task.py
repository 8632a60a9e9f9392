"""The delay counts from the moment at which it is asked for, by a task or by the clock.

kills: test_it_counts_from_the_await
loses: test_it_counts_from_the_await
"""

import asyncio
from collections.abc import Awaitable
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
    return asyncio.ensure_future(asyncio.sleep(milliseconds / 1000 + seconds + minutes * 60, value))
