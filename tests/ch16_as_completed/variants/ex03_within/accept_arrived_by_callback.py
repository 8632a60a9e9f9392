"""Callbacks note who arrives; one wait, until the time is up or one has failed."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any


async def _end(tasks):
    """Cancel `tasks`, wait for their ends, and retrieve what they raise."""
    cancelled = None
    for task in tasks:
        task.cancel()
    while running := [task for task in tasks if not task.done()]:
        try:
            await asyncio.wait(running)
        except asyncio.CancelledError as error:
            cancelled = error
    for task in tasks:
        if not task.cancelled():
            task.exception()
    if cancelled is not None:
        raise cancelled


async def within(coros: Sequence[Coroutine[Any, Any, Any]], timeout: float) -> list[Any]:
    """Run all `coros` at the same time; return the results that arrive within `timeout` seconds.

    The seconds, more than 0, count from the call. The list has the results, whatever they are, in
    the order in which they arrive. (The order of those that arrive at the same moment is left
    open.) The call ends in one of these ways:

    - When all results are there, it returns them at once. There may be no `coros` at all.
    - When the time is up, it returns what is there.
    - If one of `coros` fails before that, its exception comes out, the same object.
    - If the call is cancelled, it ends as cancelled.

    Before it ends, in whatever way, it cancels those of `coros` that are still running, once, and
    waits until they have ended, their clean-up included. All of these end as cancelled. (What a
    cancellation of the call does that comes in the meantime is left open.)

    Nothing fails with a `TimeoutError`, and nothing arrives at the very moment when the time is
    up.
    """
    arrived: list[asyncio.Task[Any]] = []
    tasks = []
    for coro in coros:
        task = asyncio.create_task(coro)
        task.add_done_callback(arrived.append)
        tasks.append(task)
    if not tasks:
        return []
    try:
        await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_EXCEPTION)
        return [task.result() for task in arrived]
    finally:
        await _end(tasks)
