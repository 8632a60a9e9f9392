"""Run jobs to their end, whatever becomes of them, and tell of each."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

Job = Callable[[], Coroutine[Any, Any, object]]


async def settle(jobs: Sequence[Job]) -> list[tuple[str, object]]:
    """Run all `jobs` at the same time, each to its end, and return what became of them.

    That is a list with a pair for each job, in their order: `("ok", value)` if the job has returned
    a value; `("error", exception)`, the same object, if it has raised an Exception; and
    `("cancelled", None)` if it ended with a CancelledError though nobody has cancelled the call. No
    job is stopped or delayed for what becomes of another one. When the last one has ended, the
    call returns.

    If the call is cancelled, so are the jobs that still run, once: each may take its time to clean
    up. When they have ended, the call ends as cancelled, even if a clean-up has failed. (What a
    second cancellation does is left open.)

    Jobs raise an Exception or a CancelledError and nothing else, and none of them returns an
    exception. There may be no jobs at all: then the list is empty.
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        async def work() -> str:
            await asyncio.sleep(0.2)
            return "done"

        async def fail() -> None:
            await asyncio.sleep(0.1)
            raise OSError("no route")

        async def give_up() -> None:
            raise asyncio.CancelledError

        print(await settle([work, fail, give_up]))

    asyncio.run(demo())
