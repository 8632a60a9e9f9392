"""A function that returns None has no result.

kills: test_results_of_none
loses: test_results_of_none
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def process_all(items: Iterable[T], handle: Callable[[T], R]) -> list[R]:
    """Call the plain function `handle` with each item, in their order; return all its results.

    Others want to go on meanwhile: between any two items, every other task that is ready to run
    gets a turn. That is also when a cancellation of this call gets through, and ends it. (Whether
    there is a turn before the first item, or after the last one, is left open; so is whether an
    item is taken out of `items` before the turn or after it.)

    As far as the clock of the event loop is concerned, all of this takes no time.
    """
    results = []
    for item in items:
        result = handle(item)
        if result is not None:
            results.append(result)
        await asyncio.sleep(0)
    return results
