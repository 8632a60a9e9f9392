"""With `return_exceptions=True` one sees the first exception as soon as it is there.

kills: test_the_first_failure
loses: test_the_first_failure test_nothing_happens_afterwards test_clean_up test_a_clean_up_fails
    test_failures_at_the_same_moment
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def all_or_nothing(*coros: Coroutine[Any, Any, T]) -> list[T]:
    """Run all `coros` at the same time, and return their results: a list, in their order.

    As soon as one of them raises an exception, the others are cancelled, once. When all have
    ended, their clean-up included, that exception comes out, the same object. If several are
    raised at the same moment, it is any one of these. What is raised later, in a clean-up, say,
    doesn't come out; but it, too, has to be retrieved. (One that hasn't begun when the others are
    cancelled doesn't have to begin.)

    If the call is cancelled, all that still run are cancelled, once. When they have ended, their
    clean-up included, the call ends as cancelled. (What comes out is left open if a clean-up fails
    meanwhile, or if the call is cancelled when it has begun to stop everything.)

    `coros` are coroutine objects that raise no CancelledError by themselves. There may be none at
    all: then the list is empty.
    """
    results = await asyncio.gather(*coros, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results
