"""Shut a group of tasks down, in a given time."""

import asyncio
from collections.abc import Collection
from typing import Any


async def shutdown(tasks: Collection[asyncio.Task[Any]], grace: float) -> dict[str, str]:
    """Ask all `tasks` to stop, wait until they have, and return what became of each.

    Every task that isn't done is cancelled with the message "shutdown", exactly once, and before
    any of them takes another step. Then the call waits until all are done, at most `grace`
    seconds (more than 0), and returns as soon as that is so. There may be no tasks at all. The
    collection and the tasks' names stay as they are meanwhile.

    The task that makes the call may be among `tasks`, also as the only one: it is left out of
    everything. If that task is cancelled while it waits here, the call ends as cancelled.

    Returns:
        For each task's name (they all differ) a word: "cancelled" if the task ended as
        cancelled, "finished" if it has a result, whatever object that is, "failed" if it ended
        with any other exception, "stuck" if it isn't done yet. A stuck task is left alone.
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        async def work(clean_up: float) -> None:
            try:
                await asyncio.sleep(10)
            finally:
                await asyncio.sleep(clean_up)

        quick = asyncio.create_task(work(0.1), name="quick")
        slow = asyncio.create_task(work(1), name="slow")
        await asyncio.sleep(0.1)
        print(await shutdown([quick, slow], 0.5))

    asyncio.run(demo())
