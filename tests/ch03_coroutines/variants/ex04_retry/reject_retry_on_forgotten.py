"""A call of a function from within itself has the same arguments, unless others are given.

kills: test_two_failures_of_another_kind
loses: test_two_failures_of_another_kind
"""

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
    try:
        return await func(*args)
    except retry_on:
        if attempts == 1:
            raise
    await asyncio.sleep(pause)
    return await retry(func, *args, attempts=attempts - 1, pause=pause)
