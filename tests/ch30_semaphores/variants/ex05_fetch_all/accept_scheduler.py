"""One loop decides what begins, and waits for fetches and pauses alike."""

import asyncio
from collections import Counter
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
    results: dict[str, object] = dict.fromkeys(urls)
    waiting = list(results)
    failures: Counter[str] = Counter()
    fetches: dict[asyncio.Task[object], str] = {}
    pauses: dict[asyncio.Task[object], str] = {}
    try:
        while waiting or fetches or pauses:
            for url in list(waiting):
                busy = Counter(host_of(other) for other in fetches.values())
                if busy.total() < total and busy[host_of(url)] < per_host:
                    waiting.remove(url)
                    fetches[asyncio.create_task(fetch(url))] = url
            done, _ = await asyncio.wait(
                [*fetches, *pauses], return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                if task in pauses:
                    waiting.append(pauses.pop(task))
                    continue
                url = fetches.pop(task)
                error = task.exception()
                results[url] = error or task.result()
                if error is not None and failures[url] < retries:
                    pause = asyncio.sleep(backoff * 2 ** failures[url])
                    pauses[asyncio.create_task(pause)] = url
                    failures[url] += 1
    finally:
        for task in [*fetches, *pauses]:
            task.cancel()
        await asyncio.gather(*fetches, *pauses, return_exceptions=True)
    return results
