"""The last worker that finds nothing to do, and nobody at work, ends the whole."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable


async def crawl(
    start: str, links: Callable[[str], Awaitable[Iterable[str]]], workers: int
) -> tuple[set[str], dict[str, Exception]]:
    """Fetch all pages that can be reached from `start`, itself included, by following links.

    `await links(page)` fetches a page and gives the pages it links to: there may be none, the page
    itself may be among them, and some may be there twice. Each page is fetched once, and up to
    `workers` (1 or more) pages are fetched at a time: whenever fewer are, a page that is known begins
    at once. (Which one, is left open.)

    When every fetch has ended, returns the pages that were fetched, and those whose fetch raised an
    exception, each with that exception. A page is in one of the two. A failed fetch has no effect on
    the others.

    If the call is cancelled, so are the fetches that are under way, once each, and no other one begins.
    When they have ended, the call ends as cancelled. Fetches raise no CancelledError by themselves.
    """
    known, seen = deque([start]), {start}
    visited, failed = set(), {}
    change = asyncio.Condition()
    at_work = 0

    async def work():
        nonlocal at_work
        while True:
            async with change:
                await change.wait_for(lambda: known or not at_work)
                if not known:
                    return
                page = known.popleft()
                at_work += 1
            found = []
            try:
                found = list(await links(page))
                visited.add(page)
            except Exception as error:
                failed[page] = error
            async with change:
                at_work -= 1
                known.extend(link for link in dict.fromkeys(found) if link not in seen)
                seen.update(found)
                change.notify_all()

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work())
    return visited, failed
