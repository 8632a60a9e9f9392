"""It is the same whether the background runs in the returned task or in one that this awaits.

kills: test_a_task_of_its_own
loses: test_a_task_of_its_own
"""

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
    begun = asyncio.Event()

    async def run() -> T:
        inner = asyncio.create_task(background())
        await asyncio.sleep(0)
        begun.set()
        return await inner

    task = asyncio.create_task(run())
    await begun.wait()
    return task, action()
