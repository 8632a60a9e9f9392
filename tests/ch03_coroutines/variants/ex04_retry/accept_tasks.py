"""Each attempt is a task of its own, awaited before anything else happens."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")


async def retry(
    func: Callable[..., Awaitable[T]],
    *args: Any,
    attempts: int = 3,
    pause: float = 1.0,
    retry_on: tuple[type[Exception], ...] = (OSError,),
) -> T:
    """Return what awaiting `func(*args)` gives, be it None; try again if that fails.

    There are up to `attempts` attempts, and between two of them a pause of `pause` seconds. Only
    exceptions of the classes in `retry_on`, and of their subclasses, lead to another attempt; any
    other one comes out at once. So does the one that the last attempt fails with, without another
    pause. To call `func` raises nothing, only to await what it gives.

    If `attempts` is less than 1, nothing is called: ValueError comes out.
    """
    if attempts < 1:
        raise ValueError("there must be one attempt at least")

    async def attempt() -> T:
        return await func(*args)

    for left in reversed(range(attempts)):
        task = asyncio.create_task(attempt())
        await asyncio.gather(task, return_exceptions=True)
        if task.cancelled() or not left or not isinstance(task.exception(), retry_on):
            break
        await asyncio.sleep(pause)
    return task.result()
