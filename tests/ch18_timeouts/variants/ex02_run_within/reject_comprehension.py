"""What a comprehension has collected is still there when the limit breaks it off.

kills: test_what_finished_in_time
loses: test_what_finished_in_time
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def run_within(
    steps: Sequence[Callable[[], Coroutine[Any, Any, T]]], budget: float
) -> list[T]:
    """Run `steps` one after the other, and return the values of those that finished in time.

    All steps together get `budget` seconds (more than 0). When these are over, the step under
    way is cancelled, no other begins, and once it has ended, the call returns a list of the
    values that are there, in the order of the steps.

    An error of a step, a `TimeoutError` of its own included, reaches the caller as it is, and no
    other step begins. Cancelling the call cancels the step under way, and the call ends as
    cancelled. (What comes out is left open if a step, once cancelled, doesn't end as cancelled, or
    if both happen: the budget is over, and the call is cancelled.)
    """
    values: list[T] = []
    try:
        async with asyncio.timeout(budget) as limit:
            values = [await step() for step in steps]
    except TimeoutError:
        if not limit.expired():
            raise
    return values
