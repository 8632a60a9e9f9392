"""A task that is done has been dealt with.

kills: test_two_failures
loses: test_two_failures
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


async def harvest(
    coros: Sequence[Coroutine[Any, Any, Any]],
    on_result: Callable[[Any], object],
    on_error: Callable[[Exception], object],
) -> None:
    """Run all `coros` at the same time, and report of each at the moment when it finishes.

    If it returns, `on_result(value)` is called, with whatever it returns. If it fails,
    `on_error(error)` is called, with the same exception object, and the others go on. The call
    returns when the last one has been reported. There may be no `coros` at all.

    If a callback itself raises, that is not reported, and nothing else is any more, not even what
    finishes at the same moment: the callback's exception comes out of the call, alone or in an
    exception group. If the call is cancelled, it ends as cancelled. That is no failure of `coros`,
    so nothing is reported then.

    In both cases those of `coros` that are still running are cancelled, once, and have ended when
    the call does, their clean-up included. (The code below sees to that already.) All of these
    end as cancelled, and nobody else cancels any of `coros`. (What another cancellation of the call
    does in the meantime is left open.)
    """
    tasks = [asyncio.create_task(coro) for coro in coros]
    try:
        for next_result in asyncio.as_completed(tasks):
            try:
                value = await next_result
            except Exception as error:
                on_error(error)
            else:
                on_result(value)
    finally:
        running = [task for task in tasks if not task.done()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
