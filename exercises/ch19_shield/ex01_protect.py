"""A handle that can be cancelled, and a task that goes on."""

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
    exception that the work raises (an `Exception`; others are left open).

    Handle and task can be cancelled with `cancel()`, and both have `cancelled()`:

    - Cancelling the handle is for those who wait: `handle.cancel()` returns True, the handle ends
      as cancelled, and whoever awaits it gets `CancelledError` at once. The work goes on, and the
      task keeps its outcome. The same goes for cancelling somebody who awaits the handle.
    - Cancelling the task is for the work: task and handle both end as cancelled.
    - When the handle has ended, `handle.cancel()` returns False and changes nothing.

    Who holds the task looks after its outcome: nobody has to tell of an error that nobody asked for.
    (Whether the handle is a task, too, and how many turns of the loop pass between
    `handle.cancel()` and the handle's end, is left open.)
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        async def brew() -> str:
            await asyncio.sleep(0.5)
            return "tea"

        handle, task = protect(brew())
        await asyncio.sleep(0.1)
        print("asked:", handle.cancel())
        print("the work gave:", await task)
        print("the handle was cancelled:", handle.cancelled())

    asyncio.run(demo())
