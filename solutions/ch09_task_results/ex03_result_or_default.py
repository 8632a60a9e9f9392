"""The result of a shared task, or a default if the task was cancelled."""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def result_or_default(task: asyncio.Task[T], default: T) -> T:
    """Wait until `task` is done, and return its result, or `default` if the task was cancelled.

    It returns as soon as the task is done; for one that was done before, at once. Only a task that
    ended as cancelled gives the default: whatever a task returns is its result. If the task fails,
    its exception comes out, the same object.

    The task is shared with others. If it is the call that is cancelled, it ends as cancelled, at
    once, and the task goes on undisturbed. So it does if both are cancelled at the same moment: the
    call ends as cancelled. (Before the call, nobody has asked the calling task to stop.)
    """
    await asyncio.wait([task])
    if task.cancelled():
        return default
    return task.result()


if __name__ == "__main__":

    async def demo() -> None:
        async def look_up(seconds: float) -> str:
            await asyncio.sleep(seconds)
            return "found"

        first, second = (asyncio.create_task(look_up(0.5)) for _ in range(2))
        asyncio.get_running_loop().call_later(0.2, second.cancel)
        print(await result_or_default(first, "nothing"))
        print(await result_or_default(second, "nothing"))

    asyncio.run(demo())
