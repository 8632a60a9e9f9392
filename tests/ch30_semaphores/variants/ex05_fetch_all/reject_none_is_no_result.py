"""As long as the result is None, there is none yet.

kills: test_a_result_that_is_none
loses: test_a_result_that_is_none
"""

import asyncio
from collections import defaultdict
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
    """Return what `await fetch(url)` gives for each of `urls`, by URL.

    The keys have the order in which the URLs first occur; a URL that is there several times is
    fetched once. Its value is the result, or the last exception if all tries have failed. There may
    be no URLs at all. Any object may be a result, an exception too: only what raises one has failed.

    At most `total` fetches are under way at once, and at most `per_host` to any one host, which
    `host_of(url)` names. As soon as both limits allow it, a fetch of a URL that waits for its turn
    begins: when the call begins, in the order of the URLs; later on, which one goes first is left
    open. (`total` and `per_host` are 1 or more.)

    A fetch that raises an Exception is tried again, up to `retries` (0 or more) times: the first
    time `backoff` seconds after it has failed, then `backoff * 2`, `backoff * 4` seconds after, and
    so on. In this time it counts for no limit. Then it waits for its turn like any other.

    If the call is cancelled, so are the fetches under way, and none begins later. When they have
    ended, the call ends as cancelled. (At that very moment one may still begin; it is cancelled, too.
    Left open: what a second cancellation does, and a fetch that answers its cancellation with
    another exception. `host_of` may be called any number of times.) A fetch raises an Exception, if
    anything, and no CancelledError by itself.
    """
    everywhere = asyncio.Semaphore(total)
    at_host: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(per_host))

    async def one_try(url: str) -> object:
        async with at_host[host_of(url)], everywhere:  # who waits for its host holds nothing
            return await fetch(url)

    async def outcome(url: str) -> object:
        last: object = None
        for attempt in range(retries + 1):
            if attempt:
                await asyncio.sleep(backoff * 2 ** (attempt - 1))
            try:
                last = await one_try(url)
                if last is not None:
                    return last
            except Exception as error:
                last = error
        return last

    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(outcome(url)) for url in dict.fromkeys(urls)}
    return {url: task.result() for url, task in tasks.items()}
