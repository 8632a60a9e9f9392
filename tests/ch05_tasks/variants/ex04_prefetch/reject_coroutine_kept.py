"""Calling `fetch` starts it; the coroutine in a variable is under way.

kills: test_processing_is_slower test_processing_fails
loses: test_processing_is_slower test_fetching_is_slower test_one_page_ahead test_processing_fails
    test_both_fail test_nothing_goes_on test_cancelled test_cancelled_before_a_page_is_there
    test_cancelled_after_a_failure
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

P = TypeVar("P")
R = TypeVar("R")


async def process_pages(
    fetch: Callable[[int], Coroutine[Any, Any, P]],
    process: Callable[[P], Coroutine[Any, Any, R]],
    count: int,
) -> list[R]:
    """Fetch and process the pages 0, 1, … `count - 1`; return the results in this order.

    `fetch(number)` gives a page, and `process(page)` its result. Pages are processed in order, one
    at a time, each as soon as it is there and the one before it is done.

    While a page is processed, the next one is fetched: that begins at the same moment, not later
    and not earlier. So there is never more than one fetch at a time. Each page is fetched once, and
    no page but these.

    If a fetch or the processing of a page fails, its exception comes out, as it is. If both fail,
    one of the two comes out; which one is left open. (No page and no result is itself an exception
    object.)

    However the call ends, nothing that it started goes on: when a page fails, or when the call is
    cancelled, whatever is still under way is cancelled or waited for, and has ended first. A call
    that is cancelled ends as cancelled. (What comes out if something fails in its clean-up then, or
    ignores the cancellation, is left open; so is what a further cancellation does.)
    """
    results = []
    ahead = fetch(0) if count else None
    for number in range(count):
        page = await ahead
        ahead = fetch(number + 1) if number + 1 < count else None
        results.append(await process(page))
    return results
