"""In a loop, one `await` doesn't hold up the next.

kills: test_all_succeed
loses: test_one_fails test_all_succeed test_a_cancelled_fetch test_the_caller_is_cancelled
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


async def fetch_partial(
    fetch: Callable[[str], Coroutine[Any, Any, Any]], urls: Sequence[str]
) -> tuple[dict[str, Any], dict[str, BaseException]]:
    """Fetch all `urls` at the same time; return what came of it, as `(results, errors)`.

    `fetch(url)` is called once for each of `urls`, which are all different. When all fetches have
    ended, the call returns two dictionaries, both in the order of `urls`: in `results` is what a
    fetch returned, whatever that is; in `errors` is the exception object that a fetch raised. A
    fetch that ended as cancelled, by itself, has an error, too: a `CancelledError`. No exception
    of a fetch comes out of the call. (Fetches raise an `Exception` or a `CancelledError`, nothing
    else, and none of them returns an exception object.)

    There may be no urls at all: then both dictionaries are empty.

    If the call is cancelled, every fetch that is under way is cancelled, once. When all of them
    have ended, their clean-up included, the call ends as cancelled. (What a second cancellation
    does meanwhile is left open.)
    """
    results: dict[str, Any] = {}
    errors: dict[str, BaseException] = {}
    for url in urls:
        try:
            results[url] = await fetch(url)
        except Exception as error:
            errors[url] = error
    return results, errors
