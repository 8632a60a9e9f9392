"""All that is known may be fetched at once: the pages don't mind.

kills: test_never_more_than_the_limit
loses: test_never_more_than_the_limit test_no_slot_is_left_free test_pages_wait_behind_a_failure
"""

import asyncio
from collections import deque
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
    loop = asyncio.get_running_loop()
    end = None if deadline is None else loop.time() + deadline
    report = CrawlReport({}, {}, [])
    seen, waiting = {start}, deque([start])
    running: dict[asyncio.Task[list[str]], str] = {}
    try:
        while waiting or running:
            while waiting:
                url = waiting.popleft()
                running[asyncio.create_task(fetch(url))] = url
            left = None if end is None else max(0, end - loop.time())
            done, _ = await asyncio.wait(running, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                break  # the time is up
            for task in done:
                url = running.pop(task)
                error = task.exception()
                if error is not None:
                    report.failed[url] = error
                    continue
                report.pages[url] = task.result()
                for link in task.result():
                    if link not in seen:
                        seen.add(link)
                        waiting.append(link)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    report.unfinished = sorted([*running.values(), *waiting])
    return report
