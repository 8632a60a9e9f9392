"""A class around a generator; a cancellation has to wait until all clean-ups are complete."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Any, Self


class TaskLeakError(Exception):
    """Tasks were left behind, and stopped; `names` are theirs."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"left behind: {', '.join(names)}")
        self.names = names


async def _outlast(tasks: set[asyncio.Task[Any]]) -> None:
    """Wait until all tasks are done; only then pass a cancellation on."""
    cancellation: BaseException | None = None
    everything = asyncio.gather(*tasks, return_exceptions=True)
    while not everything.done():
        try:
            await asyncio.shield(everything)
        except asyncio.CancelledError as error:
            cancellation = error
    if cancellation is not None:
        raise cancellation


@asynccontextmanager
async def _guarding() -> AsyncIterator[None]:
    there = asyncio.all_tasks()
    leaks: set[asyncio.Task[Any]] = set()
    names: list[str] = []
    try:
        yield
    finally:
        leaks = {task for task in asyncio.all_tasks() if task not in there}
        leaks.discard(asyncio.current_task())  # type: ignore[arg-type]
        names = sorted(task.get_name() for task in leaks)
        for task in leaks:
            task.cancel()
        await _outlast(leaks)
    if leaks:
        raise TaskLeakError(names)


class TaskLeakGuard:
    """`async with TaskLeakGuard():` lets no task outlive its block.

    A leak is a task of the loop that is not done when the block ends, and that was not there when
    the block began. The task that runs the block is none. Neither is a task that was there before:
    such a task is left alone. A guard may be made by one task, and be used by another one later.

    However the block ends, each leak is cancelled, once, and waited for, with its clean-up. What a
    leak raises then comes out nowhere, nor is it reported to the loop's exception handler.

    Then, if there was a leak, TaskLeakError is raised, with the names of all leaks, sorted. But if
    the block has raised an exception, then that one comes out, with or without leaks. If the task
    that runs the block is cancelled, in the block or while the guard waits, it ends as cancelled.

    Left open: what becomes of a task that a leak starts in its clean-up; under which name a leak is
    listed that changes its name there; and whether a cancellation that comes while the guard waits
    ends that at once, is passed on to the leaks, or has to wait for them, too.
    """

    _block: AbstractAsyncContextManager[None]

    def __init__(self) -> None:
        pass  # a guard may serve several blocks, one after the other

    async def __aenter__(self) -> Self:
        self._block = _guarding()
        await self._block.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._block.__aexit__(kind, error, traceback)
