"""An exception among the results has been raised.

kills: test_an_exception_that_is_returned
loses: test_an_exception_that_is_returned
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
    async def outcome(coro: Coroutine[Any, Any, Any]) -> Any:
        try:
            return await coro
        except Exception as error:
            return error

    tasks = [asyncio.create_task(outcome(coro)) for coro in coros]
    try:
        for next_outcome in asyncio.as_completed(tasks):
            what = await next_outcome
            if isinstance(what, Exception):
                on_error(what)
            else:
                on_result(what)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
