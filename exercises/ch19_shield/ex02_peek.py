"""Wait for somebody else's task, for a while."""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def peek(task: asyncio.Task[T], seconds: float) -> tuple[bool, T | None]:
    """Wait for `task`, at most `seconds` (more than 0), and leave it as it is.

    Return `(True, result)` as soon as the task has its result, which may be None, or
    `(False, None)` when the time is up and it isn't done. The task belongs to somebody else:
    nothing that happens to this call, be it that its time is up or that it is cancelled, stops or
    disturbs the task. Any number of calls may wait for one task, one after the other or side by
    side.

    An error of the task, even a `TimeoutError` of its own, reaches the caller at once, as it is. If
    somebody cancels the task, `CancelledError` comes out. Cancelling this call ends it at once, as
    cancelled. (What comes out is left open if the task ends at the very moment at which the time is
    up, or at which the call is cancelled.)
    """
    try:
        return True, await asyncio.wait_for(task, seconds)
    except TimeoutError:
        return False, None


if __name__ == "__main__":

    async def demo() -> None:
        async def bake() -> str:
            await asyncio.sleep(0.5)
            return "bread"

        task = asyncio.create_task(bake())
        for _ in range(3):
            print(await peek(task, 0.2))

    asyncio.run(demo())
