"""A page may be in the queue twice: it is marked when it is taken; the workers are in a group."""

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
    queue = asyncio.Queue()
    queue.put_nowait(start)
    taken, failed = set(), {}

    async def work():
        while True:
            page = await queue.get()
            if page not in taken:
                taken.add(page)
                try:
                    for link in await links(page):
                        await queue.put(link)
                except Exception as error:
                    failed[page] = error
            queue.task_done()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work()) for _ in range(workers)]
        await queue.join()
        for task in tasks:
            task.cancel()
    return taken - failed.keys(), failed
