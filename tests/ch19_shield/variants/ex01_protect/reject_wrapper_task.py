"""The task that does the work is a good handle, too; or else a second task that awaits it is one.

kills: test_the_handle_is_cancelled
loses: test_the_handle_is_cancelled test_those_who_wait test_a_cancelled_waiter
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def protect(
    work: Coroutine[Any, Any, T] | asyncio.Task[T],
) -> tuple[asyncio.Future[T], asyncio.Task[T]]:
    """Return a handle for those who wait for `work`, and the task that does the work.

    It is called while an event loop runs, with a coroutine, or with a task that isn't done. Of a
    coroutine it makes a task, which begins as soon as the loop gets a turn, whether anybody awaits
    something or not. A task is handed back as it is: that very one is the second value.

    `await handle` gives what the work returns, as soon as that is there, or raises the very
    exception that the work raises.

    Handle and task can be cancelled with `cancel()`, and both have `cancelled()`:

    - Cancelling the handle is for those who wait: `handle.cancel()` returns True, the handle ends
      as cancelled, and whoever awaits it gets `CancelledError` at once. The work goes on, and the
      task keeps its outcome. The same goes for cancelling somebody who awaits the handle.
    - Cancelling the task is for the work: task and handle both end as cancelled.
    - When all is over, `handle.cancel()` returns False and changes nothing.
    """
    task = asyncio.ensure_future(work)

    async def wait() -> T:
        return await task

    return asyncio.create_task(wait()), task
