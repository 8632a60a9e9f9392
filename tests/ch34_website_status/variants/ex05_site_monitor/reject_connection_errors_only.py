"""What can't be reached raises a ConnectionError.

kills: test_the_kinds
loses: test_the_kinds
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from typing import Any, Literal, NamedTuple

GetStatus = Callable[[str], Coroutine[Any, Any, int]]
Kind = Literal["ok", "timeout", "unreachable", "bad-response"]


class BadResponse(Exception):
    """What a server has said isn't a response of HTTP."""


class SiteReport(NamedTuple):
    """What is known of a page; `status` is None unless it is "ok"."""

    url: str
    kind: Kind
    status: int | None


async def check_sites(
    urls: Sequence[str], get_status: GetStatus, *, limit: int, timeout: float
) -> AsyncGenerator[SiteReport, None]:
    """Check `urls`, and yield a report on each as soon as there is one.

    `await get_status(url)` connects to a server and gives the status code of a page: "ok", whatever
    the code. Or it raises BadResponse ("bad-response"), or an OSError ("unreachable"), and nothing
    else. If a check isn't done after `timeout` seconds, it is cancelled: "timeout". The time counts
    from when that very check has begun. A check that waits for its turn isn't timed. One that is
    cancelled is under way until it has cleaned up.

    At most `limit` (1 or more) checks are under way at a time. They begin in the order of `urls`;
    as long as the consumer waits for a report and some haven't begun, there aren't fewer: the next
    one begins as soon as one has ended. A URL that is there twice is checked twice.

    A report is yielded as soon as its check has ended, if the consumer waits, and otherwise when it
    asks. None is lost. So they come in the order in which the checks end; those that end at the
    same moment, or while the consumer is at work, come in any order. Without URLs there are none.

    However the generator ends (after the last report, closed before that, by a step that is
    cancelled), no check is under way any more when it has ended: those that were have been
    cancelled, and have cleaned up. A cancelled step ends as cancelled.

    (Left open: whether checks begin while the consumer is at work, a TimeoutError that `get_status`
    raises by itself, a check that ends just when its time is over, one that answers its
    cancellation with a code or an exception of its own, a timeout of 0 or less, and a generator
    that is closed before its first step.)
    """
    places = asyncio.Semaphore(limit)

    async def check(url: str) -> SiteReport:
        async with places:
            try:
                async with asyncio.timeout(timeout):
                    return SiteReport(url, "ok", await get_status(url))
            except TimeoutError:
                return SiteReport(url, "timeout", None)
            except ConnectionError:
                return SiteReport(url, "unreachable", None)
            except BadResponse:
                return SiteReport(url, "bad-response", None)

    tasks = [asyncio.create_task(check(url)) for url in urls]
    try:
        for each in asyncio.as_completed(tasks):
            yield await each
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
