"""Start something in the background, and act once it has begun."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

R = TypeVar("R")
T = TypeVar("T")


async def start_then(
    background: Callable[[], Coroutine[Any, Any, T]], action: Callable[[], R]
) -> tuple[asyncio.Task[T], R]:
    """Start `background()` as a task; when it has begun, call the plain function `action`.

    Return the task and what `action()` gave, as it is, even if one could await it. The task is
    handed over to the caller, who will wait for it: this call doesn't, and takes no time on the
    clock of the event loop.

    Begun means: `background()` has run, in that task, to the first place where it suspends, or to
    its end if it never does. It may have got one more turn, to the next such place, when `action`
    is called, but not two.

    `action` is called once. It raises nothing, and nobody cancels the call.
    """
    task = asyncio.create_task(background())
    await asyncio.sleep(0)
    return task, action()


if __name__ == "__main__":

    async def demo() -> None:
        async def background() -> str:
            print("1. the background begins")
            await asyncio.sleep(0.3)
            return "4. the background has ended"

        def action() -> str:
            print("2. the action")
            return "3. what the action gave"

        task, value = await start_then(background, action)
        print(value)
        print(await task)

    asyncio.run(demo())
