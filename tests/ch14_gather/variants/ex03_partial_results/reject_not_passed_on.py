"""When the call is cancelled, its tasks are over: `asyncio.wait` cancels what it waits for, or
`cancel()` does, and that is that.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled test_cancelled_at_any_moment
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
    tasks = {url: asyncio.create_task(fetch(url)) for url in urls}
    if tasks:
        await asyncio.wait(tasks.values())
    results: dict[str, Any] = {}
    errors: dict[str, BaseException] = {}
    for url, task in tasks.items():
        try:
            results[url] = task.result()
        except (Exception, asyncio.CancelledError) as error:
            errors[url] = error
    return results, errors
