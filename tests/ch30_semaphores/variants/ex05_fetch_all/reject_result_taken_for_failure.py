"""A result that is an exception is a failure.

kills: test_a_result_that_is_an_exception
loses: test_a_result_that_is_an_exception
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
            async with host, everywhere:
                [result] = await asyncio.gather(fetch(url), return_exceptions=True)
            if not isinstance(result, Exception):
                return result
            if number < retries:
                await asyncio.sleep(backoff * 2**number)
        return result

    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(patiently(url)) for url in dict.fromkeys(urls)}
    return {url: task.result() for url, task in tasks.items()}
