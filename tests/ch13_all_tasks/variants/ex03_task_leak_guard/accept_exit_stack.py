"""An exit stack, with a callback that stops what was left behind."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self


class TaskLeakError(Exception):
    """Tasks were left behind, and stopped; `names` are theirs."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"left behind: {', '.join(names)}")
        self.names = names


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

    async def __aenter__(self) -> Self:
        self._stack = contextlib.AsyncExitStack()
        self._stack.push_async_exit(self._stop)
        self._old = asyncio.all_tasks()
        return self

    async def _stop(self, kind: object, error: BaseException | None, traceback: object) -> None:
        leaks = asyncio.all_tasks().difference(self._old)
        for task in leaks:
            task.cancel("left behind")
        results = asyncio.gather(*leaks, return_exceptions=True)
        await asyncio.shield(results)
        if leaks and not error:
            raise TaskLeakError(sorted(task.get_name() for task in leaks))

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stack.__aexit__(kind, error, traceback)
