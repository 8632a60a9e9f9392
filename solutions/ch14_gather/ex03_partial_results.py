"""Fetch several pages, and take what you get."""

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
    outcomes = await asyncio.gather(*(fetch(url) for url in urls), return_exceptions=True)
    for url, outcome in zip(urls, outcomes, strict=True):
        if isinstance(outcome, BaseException):
            errors[url] = outcome
        else:
            results[url] = outcome
    return results, errors


if __name__ == "__main__":

    async def demo() -> None:
        async def fetch(url: str) -> str:
            await asyncio.sleep(len(url) / 20)
            if url == "blog":
                raise OSError("no route")
            return f"<h1>{url}</h1>"

        print(await fetch_partial(fetch, ["contact", "home", "blog"]))

    asyncio.run(demo())
