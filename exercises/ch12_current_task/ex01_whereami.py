"""Say in a log which task is at work, and what it was made from."""

import asyncio
from typing import Any


def whereami() -> str:
    """Return "TASK/COROUTINE" for the task that is running now.

    TASK is the name that the task has at the moment of the call. COROUTINE is the `__name__` of the
    coroutine that the task was made from (here each has one), however deep inside it the call is
    made.

    If no task is running the code that calls, the answer is "-": so in a callback that the event
    loop calls, in another thread, and wherever no event loop runs.

    This is a plain function, for code of all kinds. It raises nothing.
    """
    task = asyncio.current_task()
    return f"{task.get_name()}/{task.get_coro().__name__}"


if __name__ == "__main__":

    async def demo() -> None:
        async def helper() -> None:
            await asyncio.sleep(0.1)
            print("helper:  ", whereami())

        async def fetch() -> None:
            print("fetch:   ", whereami())
            await helper()

        await asyncio.create_task(fetch(), name="job-1")
        asyncio.get_running_loop().call_soon(lambda: print("callback:", whereami()))
        await asyncio.sleep(0.1)

    asyncio.run(demo())
    print("outside: ", whereami())
