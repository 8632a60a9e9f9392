"""A task for each page, in a group; a semaphore stands for the workers."""

import asyncio
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
    free = asyncio.Semaphore(workers)
    seen, visited, failed = {start}, set(), {}

    async def visit(page):
        async with free:
            try:
                found = list(await links(page))
            except Exception as error:
                failed[page] = error
                return
        visited.add(page)
        for link in found:
            if link not in seen:
                seen.add(link)
                group.create_task(visit(link))

    async with asyncio.TaskGroup() as group:
        group.create_task(visit(start))
    return visited, failed
