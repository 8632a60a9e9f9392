"""The more special handler is the one that is chosen, in whatever order they stand.

kills: test_too_slow
loses: test_too_slow
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def attempt(
    op: Callable[[], Coroutine[Any, Any, object]], seconds: float | None
) -> tuple[str, object]:
    """Await `op()` for at most `seconds`, and tell how it ended.

    `seconds` is more than 0; None means no limit.

    Returns:
        `("ok", value)` as soon as `op` has returned that value, whichever it is, within the limit.
        `("error", exc)` as soon as `op` has raised that exception within the limit: the same
        object, also if it is a `TimeoutError` that `op` itself raised.
        `("timeout", None)` if the limit passed before: then `op` was cancelled, and has ended, its
        clean-up included. (What is returned if `op` resists the cancellation, or fails while it
        cleans up, is left open.)

    A cancellation is not an outcome. If the call is cancelled, so is `op`, and the call ends as
    cancelled once `op` has ended. If it is cancelled while `op` still cleans up after the limit, it
    ends as cancelled, too; what becomes of that clean-up is left open. (Also left open: an `op` that
    fails in its clean-up when the call is cancelled, one that ends as cancelled by itself, and a
    second cancellation of the call.)
    """
    task = asyncio.create_task(op())
    try:
        return "ok", await asyncio.wait_for(task, seconds)
    except Exception as error:
        return "error", error
    except TimeoutError:
        return "timeout", None
