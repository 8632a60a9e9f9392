"""Coroutine objects that aren't needed cost nothing.

kills: test_success_at_once
loses: test_success_at_once test_a_result_of_none test_no_pause test_another_kind_of_error
    test_cancelled
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
    calls = [func(*args) for _ in range(attempts)]
    for call in calls[:-1]:
        try:
            return await call
        except retry_on:
            await asyncio.sleep(pause)
    return await calls[-1]
