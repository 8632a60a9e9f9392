"""A page that is empty hasn't come.

kills: test_an_empty_page
loses: test_an_empty_page
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
    pages: list[str | None] = [None] * len(urls)

    async def put(index: int, url: str) -> None:
        pages[index] = await fetch(url)

    await asyncio.gather(*(put(index, url) for index, url in enumerate(urls)))
    return [page for page in pages if page]
