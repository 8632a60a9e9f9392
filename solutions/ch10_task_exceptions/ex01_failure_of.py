"""Find out why a task failed."""

import asyncio
from typing import Any


async def failure_of(task: asyncio.Task[Any]) -> BaseException | None:
    """Return the exception that `task` failed with, or None if it did not fail.

    If the task is not done yet, wait, and return as soon as it is. A task that returns something
    has not failed, whatever it returns. One that ends as cancelled has not failed, either.

    The exception is returned, never raised, whatever its class. Any number of calls may ask about
    one task, at the same time or later on, and all of them get the same object. Asking counts as
    retrieving it: the event loop has nothing to report about this task any more.

    The call only watches. If it is cancelled while it waits, it ends as cancelled, and the task
    goes on. If both are cancelled at the same moment, the call ends as cancelled, too.
    """
    await asyncio.wait([task])
    return None if task.cancelled() else task.exception()


if __name__ == "__main__":

    async def demo() -> None:
        async def copy(name: str, *, fails: bool) -> str:
            await asyncio.sleep(0.3)
            if fails:
                raise OSError(f"{name}: the disk is full")
            return name

        for fails in (False, True):
            task = asyncio.create_task(copy("photos", fails=fails))
            print("failure:", await failure_of(task))

    asyncio.run(demo())
