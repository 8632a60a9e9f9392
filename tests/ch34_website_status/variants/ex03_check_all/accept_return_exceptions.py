"""`gather` collects the exceptions."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

GetStatus = Callable[[str], Coroutine[Any, Any, int]]


async def check_all(
    urls: Sequence[str], get_status: GetStatus
) -> list[tuple[str, int | Exception]]:
    """Check all `urls` at the same time; return a list of pairs, each URL with what came of it.

    `await get_status(url)` gives the status code of a page, or raises an exception (never a
    CancelledError by itself). What comes of a URL is the one or the other: the code, or the
    exception itself, of whatever kind: also if it is a group. So a page that fails spoils nothing
    for others, which go on. And none waits for another, however many there are.

    The pairs stand in a list, in the order of `urls`. A URL that is there twice is checked twice,
    and has two pairs, one for each check. Without URLs the list is empty.

    If the call is cancelled, all checks under way are cancelled. When they have ended, the call
    ends as cancelled.
    """
    outcomes = await asyncio.gather(*map(get_status, urls), return_exceptions=True)
    pairs = list[tuple[str, int | Exception]]()
    for url, outcome in zip(urls, outcomes, strict=True):
        assert not isinstance(outcome, BaseException) or isinstance(outcome, Exception)
        pairs.append((url, outcome))
    return pairs
