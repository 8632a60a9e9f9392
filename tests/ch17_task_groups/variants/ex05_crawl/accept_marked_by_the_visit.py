"""A visit looks first, and marks its page before it fetches it."""

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
    seen: set[str] = set()

    async def visit(page: str, group: asyncio.TaskGroup) -> None:
        if page in seen:
            return
        seen.add(page)
        for link in await get_links(page):
            group.create_task(visit(link, group))

    async with asyncio.TaskGroup() as group:
        await visit(start, group)
    return seen
