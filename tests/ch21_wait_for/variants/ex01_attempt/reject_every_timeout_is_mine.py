"""A `TimeoutError` that comes out of `wait_for` was made by its limit.

kills: test_a_timeout_of_its_own
loses: test_a_timeout_of_its_own test_a_limit_inside_the_operation
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
    try:
        return "ok", await asyncio.wait_for(op(), seconds)
    except TimeoutError:
        return "timeout", None
    except Exception as error:
        return "error", error
