"""A task group lets every task come to its end, whatever the others do.

kills: test_a_page_fails_beside_others
loses: test_what_is_returned test_a_page_fails test_a_failed_page_linked_again
    test_a_page_fails_beside_others
"""

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
            found = list(await links(page))
        visited.add(page)
        for link in found:
            if link not in seen:
                seen.add(link)
                tasks[link] = group.create_task(visit(link))

    tasks = {}
    try:
        async with asyncio.TaskGroup() as group:
            tasks[start] = group.create_task(visit(start))
    except ExceptionGroup:
        for page, task in tasks.items():
            if not task.cancelled() and task.exception():
                failed[page] = task.exception()
    return visited, failed
