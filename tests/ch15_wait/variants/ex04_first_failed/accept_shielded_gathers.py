"""A `gather` of shields comes back with the first failure; cancelled tasks are kept from it."""

import asyncio
from collections.abc import Sequence
from typing import Any


async def first_failed(tasks: Sequence[asyncio.Task[Any]]) -> asyncio.Task[Any] | None:
    """Wait until one of `tasks` has failed, and return that task.

    A task has failed if it ended with an exception, before the call or since; one that was
    cancelled has not. As soon as there is a failed one, the call returns it. If several fail in
    the same turn of the event loop, it returns the one that is earliest in `tasks`, whichever of
    them was a step ahead. (One that fails a turn or two after the first, before the call can know
    of that, may be returned as well; and of several that failed before the call, any one.)

    When all have ended, and none has failed, it returns None; it also does if there are no tasks
    at all.

    It only watches: no task is cancelled, those that have not ended go on, and nothing that a
    task ends with is raised here. That also holds if the call itself is cancelled; it ends as
    cancelled then.
    """

    class Failed(Exception):
        pass

    async def failure_of(task: asyncio.Task[Any]) -> None:
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled() or asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
        except BaseException as error:
            raise Failed from error

    watchers = [asyncio.create_task(failure_of(task)) for task in tasks]
    try:
        await asyncio.gather(*watchers)
    except Failed:
        pass
    finally:
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)
    for task in tasks:
        if task.done() and not task.cancelled() and task.exception() is not None:
            return task
    return None
