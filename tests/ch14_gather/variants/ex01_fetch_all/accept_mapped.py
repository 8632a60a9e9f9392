"""The functions are mapped, and the failures that never come are asked for as values."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


async def fetch_all(
    fetch: Callable[[str], Coroutine[Any, Any, str]], urls: Sequence[str]
) -> list[str]:
    """Return the pages at `urls`: a list, in the order of `urls`.

    `fetch` is an async function. It is called once for each entry of `urls`, also for one that is
    there twice. All fetches begin at once, when the call is made, however many they are, and run at
    the same time, so that all together take as long as the slowest. The call returns when the last
    page is there, whichever comes first. A page may be empty. There may be no entries at all: then
    the list is empty.

    No fetch fails, and nobody cancels the call.
    """
    return list(await asyncio.gather(*map(fetch, urls), return_exceptions=True))
