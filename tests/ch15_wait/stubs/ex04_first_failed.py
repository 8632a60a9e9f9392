"""Find out which of several tasks breaks first, and nothing else."""

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
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    task = done.pop()
    return task if task.exception() is not None else None


if __name__ == "__main__":

    async def demo() -> None:
        async def engine(seconds: float) -> None:
            await asyncio.sleep(seconds)
            if seconds > 0.1:
                raise RuntimeError(f"no oil after {seconds} s")

        tasks = [asyncio.create_task(engine(n / 10), name=f"engine {n}") for n in (3, 1, 2)]
        print(await first_failed(tasks))
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(demo())
