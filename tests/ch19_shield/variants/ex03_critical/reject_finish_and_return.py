"""A cancellation that comes while the section runs is over when the section is done.

kills: test_cancelled_once test_a_time_limit
loses: test_cancelled_once test_cancelled_again_and_again test_cancelled_at_any_moments
    test_a_time_limit test_cancelled_beside_a_time_limit test_an_error_after_a_cancellation
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def critical(section: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Return what `await section()` gives, and never leave the section half-way.

    Without a cancellation, its value comes back, or its error comes out, as soon as it has ended.

    However often the call is cancelled while the section runs, the section is left alone: it is not
    cancelled, and runs to its end. When it has ended, and not before, the cancellation takes
    effect: the call ends as cancelled, whatever the section came to. A value or an error that
    nobody gets this way is dropped.

    To whoever cancelled, this looks like any other cancellation that took its time: in a block with
    a time limit, `TimeoutError` comes out when the section has ended.
    """
    task = asyncio.ensure_future(section())
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            continue
    return task.result()
