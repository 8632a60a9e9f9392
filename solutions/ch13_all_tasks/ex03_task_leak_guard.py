"""A guard for tests that finds tasks left behind."""

import asyncio
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

    def __init__(self) -> None:
        self._before: set[asyncio.Task[object]] = set()

    async def __aenter__(self) -> Self:
        self._before = asyncio.all_tasks()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        leaks = asyncio.all_tasks() - self._before - {asyncio.current_task()}
        for task in leaks:
            task.cancel()
        await asyncio.gather(*leaks, return_exceptions=True)
        if leaks and error is None:
            raise TaskLeakError(sorted(task.get_name() for task in leaks))


if __name__ == "__main__":

    async def demo() -> None:
        async def poll_mail() -> None:
            while True:
                await asyncio.sleep(0.1)
                print("no mail")

        try:
            async with TaskLeakGuard():
                poller = asyncio.create_task(poll_mail(), name="mail poller")
                await asyncio.sleep(0.3)
                print("the test is over, is the poller?", poller.done())
        except TaskLeakError as error:
            print(error, "- and now it is over:", poller.done())

    asyncio.run(demo())
