"""Each fetch that has ended starts the next ones by itself; the call waits for the last of them."""

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
    found, waiting = [start], [start]
    running: set[asyncio.Task[None]] = set()
    idle = asyncio.Event()

    async def visit(url: str) -> None:
        try:
            report.pages[url] = links = await fetch(url)
        except Exception as error:
            report.failed[url] = error
        else:
            new = [link for link in dict.fromkeys(links) if link not in found]
            found.extend(new)
            waiting.extend(new)

    def fill() -> None:
        while waiting and len(running) < limit:
            task = asyncio.create_task(visit(waiting.pop()))
            running.add(task)
            task.add_done_callback(ended)
        if not running:
            idle.set()

    def ended(task: asyncio.Task[None]) -> None:
        running.discard(task)
        fill()

    fill()
    try:
        await asyncio.wait_for(idle.wait(), deadline)
    except TimeoutError:
        pass
    finally:
        waiting.clear()
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running.copy())
    report.unfinished = sorted(set(found) - report.pages.keys() - report.failed.keys())
    return report
