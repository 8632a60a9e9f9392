"""Each coroutine is wrapped: who fails first cancels the others before it ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def all_or_nothing(*coros: Coroutine[Any, Any, T]) -> list[T]:
    """Run all `coros` at the same time, and return their results: a list, in their order.

    As soon as one of them raises an exception, the others are cancelled, once. When all have
    ended, their clean-up included, that exception comes out, the same object. If several are
    raised at the same moment, it is any one of these. What is raised later, in a clean-up, say,
    doesn't come out; but it, too, has to be retrieved. (One that hasn't begun when the others are
    cancelled doesn't have to begin.)

    If the call is cancelled, all that still run are cancelled, once. When they have ended, their
    clean-up included, the call ends as cancelled. (What comes out is left open if a clean-up fails
    meanwhile, or if the call is cancelled when it has begun to stop everything.)

    `coros` are coroutine objects that raise no CancelledError by themselves. There may be none at
    all: then the list is empty.
    """
    tasks: list[asyncio.Task[T]] = []
    failures: list[Exception] = []

    async def run(coro: Coroutine[Any, Any, T]) -> T:
        try:
            return await coro
        except Exception as error:
            failures.append(error)
            for task in tasks:
                if task is not asyncio.current_task() and not task.cancelling():
                    task.cancel()
            raise

    def close(task: asyncio.Task[T], coro: Coroutine[Any, Any, T]) -> None:
        coro.close()  # for one that was cancelled before it began

    for coro in coros:
        task = asyncio.create_task(run(coro))
        task.add_done_callback(lambda task, coro=coro: close(task, coro))
        tasks.append(task)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    if failures:
        raise failures[0]
    return results
