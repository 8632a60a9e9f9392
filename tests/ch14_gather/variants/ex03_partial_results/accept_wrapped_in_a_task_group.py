"""Each fetch is wrapped, so that no failure gets as far as the task group."""

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
    outcomes: dict[str, tuple[bool, Any]] = {}

    async def run(url: str) -> None:
        try:
            outcomes[url] = True, await fetch(url)
        except Exception as error:
            outcomes[url] = False, error
        except asyncio.CancelledError as error:
            outcomes[url] = False, error
            raise

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(run(url))
    results = {url: outcomes[url][1] for url in urls if outcomes[url][0]}
    errors = {url: outcomes[url][1] for url in urls if not outcomes[url][0]}
    return results, errors
