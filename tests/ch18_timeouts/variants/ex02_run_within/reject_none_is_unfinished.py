"""Where there is None in the list, a step hasn't finished.

kills: test_none_is_a_value
loses: test_none_is_a_value
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
    values: list[Any] = [None] * len(steps)
    try:
        async with asyncio.timeout(budget) as limit:
            for number, step in enumerate(steps):
                values[number] = await step()
    except TimeoutError:
        if not limit.expired():
            raise
    return [value for value in values if value is not None]
