"""An `accept()` that nobody waits for any more does no harm.

kills: test_a_closed_door test_nothing_to_do
loses: test_all_in_time test_too_slow test_clean_up test_a_closed_door test_nothing_to_do
    test_all_done_before test_one_fails test_one_fails_in_the_grace test_counted_by_their_end
    test_any_request test_cancelled test_cancelled_in_the_grace test_cancelled_at_any_moment
    test_no_request_is_lost
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Stats(NamedTuple):
    """How many handlers have ended with a result, with an exception, and as cancelled."""

    completed: int
    failed: int
    cancelled: int


async def serve(
    accept: Callable[[], Coroutine[Any, Any, T]],
    handle: Callable[[T], Coroutine[Any, Any, object]],
    stop: asyncio.Event,
    grace: float,
) -> Stats:
    """Handle requests until `stop` is set, and return how their handlers have ended.

    `await accept()` gives the next request; it may take long, and never fails. Each request gets a
    task of its own, in which `handle(request)` begins at once, while the next request is waited
    for. A handler that fails counts as failed, and disturbs nobody.

    When `stop` is set (it stays set), no request is accepted any more: a pending `accept()` is
    cancelled at once, and that loses no request. But one that an `accept()` has given by then is
    handled. Handlers have `grace` seconds (more than 0) from then on; those that still run are
    cancelled. The call returns as soon as all handlers have ended, clean-up included. If `stop`
    was set before the call, no request is taken at all.

    Stats go by how each handler has ended, whether it was asked to end or not.

    If the call itself is cancelled, at whatever moment, so are the pending `accept()` and all
    handlers, at once, and once only; it ends as cancelled when they have ended. (Left open: whether
    a handler that cleans up because the grace is over is cancelled a second time then; what counts
    if a handler ends at the very end of the grace; whether a request is handled that comes at the
    very moment at which the call is cancelled; and a second cancellation of the call.)
    """
    handlers = []
    stopping = asyncio.create_task(stop.wait())
    accepting = None
    try:
        while not stop.is_set():
            accepting = asyncio.create_task(accept())
            await asyncio.wait({accepting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if accepting.done():
                handlers.append(asyncio.create_task(handle(accepting.result())))
        if handlers:
            await asyncio.wait(handlers, timeout=grace)
    finally:
        stopping.cancel()
        for handler in handlers:
            handler.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)
        await asyncio.wait([stopping])
    cancelled = sum(task.cancelled() for task in handlers)
    failed = sum(not task.cancelled() and task.exception() is not None for task in handlers)
    return Stats(len(handlers) - cancelled - failed, failed, cancelled)
