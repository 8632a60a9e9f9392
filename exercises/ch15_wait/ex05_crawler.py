"""Crawl a web site: fetch a page, then all that it links to, and so on."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any


@dataclass
class CrawlReport:
    """What became of the pages: each url that was found is in one of these.

    Attributes:
        pages: the links on a page, by the page's url.
        failed: the exception that a fetch raised, by the url.
        unfinished: the urls whose fetch was cut off, or never began, sorted.
    """

    pages: dict[str, list[str]]
    failed: dict[str, BaseException]
    unfinished: list[str]


async def crawl(
    start: str,
    fetch: Callable[[str], Coroutine[Any, Any, list[str]]],
    *,
    limit: int,
    deadline: float | None = None,
) -> CrawlReport:
    """Fetch the page `start`, all pages that it links to, those that these link to, and so on.

    `await fetch(url)` gives a list of the urls that the page links to, or raises an `Exception`. A
    page that fails has no links, and the others go on. Each url is fetched once, however often it
    is found. At most `limit` (1 or more) fetches are under way at a time; whenever that allows
    it, the fetch of a url begins as soon as the url has been found. In which order urls are
    fetched that have to wait is left open.

    When `deadline` seconds have passed since the call, no other fetch begins, those under way are
    cancelled, once, and as soon as these have ended, the call returns. None means no limit;
    otherwise it is more than 0. (A fetch that fails while it is being cut off may be in `failed` or
    in `unfinished`. What is done with one that returns links all the same is left open, and so it
    is for a page that is ready at the very moment of the deadline.)

    If the call is cancelled, fetches under way are cancelled in the same way; when they have
    ended, it ends as cancelled. Whatever they raise then counts as retrieved, but doesn't come
    out.
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        site = {"/": ["/news", "/about"], "/news": ["/", "/old"], "/about": ["/news"], "/old": []}

        async def fetch(url: str) -> list[str]:
            print("fetching", url)
            await asyncio.sleep(0.2)
            return site[url]

        print(await crawl("/", fetch, limit=2))
        print(await crawl("/", fetch, limit=2, deadline=0.3))

    asyncio.run(demo())
