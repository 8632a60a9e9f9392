"""A group lets the others go on when a task in it fails.

kills: test_a_page_fails
loses: test_a_page_fails test_pages_wait_behind_a_failure test_a_timeout_of_its_own
"""

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
    report = CrawlReport({}, {}, [])
    slots = asyncio.Semaphore(limit)
    found = {start}

    async def visit(url: str, group: asyncio.TaskGroup) -> None:
        async with slots:
            try:
                links = await fetch(url)
            except Exception as error:
                report.failed[url] = error
                raise
        report.pages[url] = links
        for link in links:
            if link not in found:
                found.add(link)
                group.create_task(visit(link, group))

    try:
        async with asyncio.timeout(deadline), asyncio.TaskGroup() as group:
            group.create_task(visit(start, group))
    except (TimeoutError, ExceptionGroup):
        pass
    report.unfinished = sorted(found - report.pages.keys() - report.failed.keys())
    return report
