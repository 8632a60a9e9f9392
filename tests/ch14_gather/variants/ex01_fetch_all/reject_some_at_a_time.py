"""With many fetches, all at once means some at a time: a semaphore is a matter of politeness.

kills: test_all_begin_at_once
loses: test_all_begin_at_once
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


async def fetch_all(
    fetch: Callable[[str], Coroutine[Any, Any, str]], urls: Sequence[str]
) -> list[str]:
    """Return the pages at `urls`: a list, in the order of `urls`.

    `fetch` is an async function. It is called once for each entry of `urls`, also for one that is
    there twice. All fetches begin at once, when the call is made, and run at the same time, so
    that all together take as long as the slowest. The call returns when the last page is there,
    whichever comes first. There may be no entries at all: then the list is empty.

    No fetch fails, and nobody cancels the call.
    """
    limit = asyncio.Semaphore(20)

    async def one(url: str) -> str:
        async with limit:
            return await fetch(url)

    return await asyncio.gather(*(one(url) for url in urls))
