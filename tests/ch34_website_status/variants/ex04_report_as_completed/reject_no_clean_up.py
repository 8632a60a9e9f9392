"""Who leaves a loop over `as_completed` stops what is left.

kills: test_a_failing_report test_cancelled
loses: test_a_failing_report test_failing_reports test_clean_up test_cancelled
    test_cancelled_at_any_moment
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

GetStatus = Callable[[str], Coroutine[Any, Any, int]]
Report = Callable[[str, int | Exception], object]


async def report_as_completed(urls: Sequence[str], get_status: GetStatus, report: Report) -> int:
    """Check all `urls` at the same time, report on each at once, and return how many there were.

    `await get_status(url)` gives the status code of a page, or raises an exception (never a
    CancelledError by itself). At the very moment when one or the other is known, `report(url,
    code)` or `report(url, exception)` is called, a plain function, with the exception itself. So
    reports come in the order in which the checks end; those that end at the same moment come in any
    order. A URL that is there twice is checked twice and reported twice.

    If `report` raises an exception, all checks under way are cancelled at once. When they have
    ended, that very exception comes out, which may be a group itself, and not in a group of this
    call's own. Nothing is reported any more, but house rule 3 holds for what the checks raise then,
    too. (Just those checks may still be reported that end at that same moment, or that answer the
    cancellation with a code or an exception of their own. If `report` raises then as well, one of
    the exceptions comes out.)

    If the call is cancelled, all checks under way are cancelled, too. When they have ended, the
    call ends as cancelled. (Left open: what comes out if `report` has raised before that, and
    whether a check that answers with a code or an exception of its own is reported.)
    """

    async def check(url: str) -> tuple[str, int | Exception]:
        try:
            return url, await get_status(url)
        except Exception as error:
            return url, error

    tasks = [asyncio.create_task(check(url)) for url in urls]
    for each in asyncio.as_completed(tasks):
        report(*await each)
    return len(tasks)
