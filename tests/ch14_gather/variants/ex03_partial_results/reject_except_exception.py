"""Whatever a fetch may end with is an `Exception`.

kills: test_a_cancelled_fetch
loses: test_a_cancelled_fetch
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
    outcomes = await asyncio.gather(*(fetch(url) for url in urls), return_exceptions=True)
    pairs = list(zip(urls, outcomes, strict=True))
    results = {url: outcome for url, outcome in pairs if not isinstance(outcome, Exception)}
    errors = {url: outcome for url, outcome in pairs if isinstance(outcome, Exception)}
    return results, errors
