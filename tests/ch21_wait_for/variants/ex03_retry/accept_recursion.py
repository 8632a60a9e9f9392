"""One attempt, and the others by calling itself."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def read_with_retry(
    read: Callable[[], Coroutine[Any, Any, T]], attempts: int, seconds: float
) -> T:
    """Return what the first call of `read` gives that is ready within `seconds` (more than 0).

    There are at most `attempts` calls (1 or more), never two at once. A call that isn't ready within
    its `seconds` is cancelled, and the next one begins as soon as it has ended, its clean-up
    included. If it was the last one, `TimeoutError` is raised then.

    Only a call that was out of time is followed by another. A value, whichever it is, is returned
    at once. Any other exception of `read` comes out at once, the same object. If the call of this
    function is cancelled, so is the `read` under way, and it ends as cancelled once that has ended.
    If it is cancelled while a `read` that was out of time still cleans up, it ends as cancelled, too,
    and no other call begins; what becomes of that clean-up is left open.

    Left open: a `TimeoutError` that `read` itself raises, and a `read` that doesn't end as
    cancelled when it is cancelled.
    """
    try:
        return await asyncio.wait_for(read(), seconds)
    except asyncio.TimeoutError:
        if attempts == 1:
            raise
    return await read_with_retry(read, attempts - 1, seconds)
