"""`gather` for a level of pages after the other waits for no more than it must, and cancels the rest
when one fails.

kills: test_a_slow_page test_a_fetch_fails
loses: test_a_slow_page test_a_fetch_fails test_clean_up test_the_start_fails
    test_failures_at_the_same_moment test_the_caller_is_cancelled test_cancelled_at_any_moment
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable


async def crawl(start: str, get_links: Callable[[str], Awaitable[Iterable[str]]]) -> set[str]:
    """Return all pages that can be reached from `start`, itself included, by following links.

    `await get_links(page)` fetches a page and gives the pages it links to: there may be none, the
    page itself may be among them, and some may be there twice. What `get_links(page)` returns can
    be awaited, but need not be a coroutine. The links can be gone through, perhaps only once. Each
    page is fetched exactly once, and at once when it has been discovered, whatever else is being
    fetched. When every fetch is done, the pages are returned.

    If a fetch raises an exception, be it that of `start`, all fetches that still run are cancelled
    at once, and only once: each may take its time to clean up. No other fetch begins, except of a
    page that is discovered at the very moment of the failure: that may be fetched, and cancelled.
    When all have ended, an exception group is raised; among the exceptions in it, groups in it
    opened, is that of the fetch.

    If the call is cancelled, so are all fetches, in the same way, and no other one begins. When
    they have ended, the call ends as cancelled. (What comes out is left open if a failure has
    already begun to stop the fetches, or if a clean-up fails meanwhile; so is what a second
    cancellation does.) By itself, no fetch raises CancelledError; one that has been cancelled
    raises something, and gives no links.
    """
    seen = {start}
    level = [start]
    while level:
        pages = await asyncio.gather(*(get_links(page) for page in level))
        level = []
        for links in pages:
            for link in links:
                if link not in seen:
                    seen.add(link)
                    level.append(link)
    return seen
