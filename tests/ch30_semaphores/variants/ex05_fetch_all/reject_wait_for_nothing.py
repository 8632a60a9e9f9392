"""`asyncio.wait` returns at once if there is nothing to wait for.

kills: test_no_urls
loses: test_no_urls
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


async def fetch_all(
    urls: Sequence[str],
    fetch: Callable[[str], Coroutine[Any, Any, object]],
    *,
    host_of: Callable[[str], str],
    total: int,
    per_host: int,
    retries: int,
    backoff: float,
) -> dict[str, object]:
    """Return what `await fetch(url)` gives for each of `urls`, by URL."""
    everywhere = asyncio.Semaphore(total)
    hosts: dict[str, asyncio.Semaphore] = {}

    async def patiently(url: str) -> object:
        host = hosts.setdefault(host_of(url), asyncio.Semaphore(per_host))
        for number in range(retries + 1):
            try:
                async with host, everywhere:
                    return await fetch(url)
            except Exception as error:
                failure = error
            if number < retries:
                await asyncio.sleep(backoff * 2**number)
        return failure

    tasks = {url: asyncio.create_task(patiently(url)) for url in dict.fromkeys(urls)}
    try:
        await asyncio.wait(tasks.values())
    except asyncio.CancelledError:
        for task in tasks.values():
            task.cancel()
        await asyncio.wait(tasks.values())
        raise
    return {url: task.result() for url, task in tasks.items()}
