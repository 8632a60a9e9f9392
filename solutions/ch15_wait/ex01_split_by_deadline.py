"""Wait for tasks, but not for ever, and tell who made it."""

import asyncio
from collections.abc import Sequence
from typing import Any


async def split_by_deadline(
    tasks: Sequence[asyncio.Task[Any]], timeout: float
) -> tuple[list[asyncio.Task[Any]], list[asyncio.Task[Any]]]:
    """Wait until all `tasks` are done, at most `timeout` seconds; return the done and the others.

    A task is done when it has ended, in whatever way: with a value, with an exception, or as
    cancelled. Nothing that a task ends with is raised here. The call returns as soon as all are
    done; when the time is up (at once, if `timeout` is 0), it returns all the same. There may be no
    tasks at all.

    It only waits: no task is cancelled, and those that are not done go on. That also holds if the
    call itself is cancelled; it ends as cancelled then.

    Returns:
        The tasks that are done, and those that aren't, each list in the order of `tasks`. (On
        which of them a task is that ends at the very moment when the time is up, is left open.)
    """
    if tasks:
        await asyncio.wait(tasks, timeout=timeout)
    return [task for task in tasks if task.done()], [task for task in tasks if not task.done()]


if __name__ == "__main__":

    async def demo() -> None:
        tasks = [asyncio.create_task(asyncio.sleep(n / 10), name=f"{n / 10} s") for n in (4, 1, 2)]
        done, others = await split_by_deadline(tasks, 0.25)
        print("done:", [task.get_name() for task in done])
        print("not yet:", [task.get_name() for task in others])

    asyncio.run(demo())
