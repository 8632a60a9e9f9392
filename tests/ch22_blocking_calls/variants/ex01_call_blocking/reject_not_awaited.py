"""`to_thread()` starts the thread, and its result can be returned at once.

kills: test_in_another_thread
loses: test_in_another_thread test_the_loop_goes_on test_arguments test_a_failure
    test_context_variables test_three_at_once
"""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar


P = ParamSpec("P")
T = TypeVar("T")


async def call_blocking(fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `fn(*args, **kwargs)` returns, and keep the event loop going meanwhile.

    `fn` is a plain function that takes its time: it sleeps, reads a file, waits for a device. It
    runs in another thread than the event loop's, once, from now on; several calls run at the same
    time. It sees the context variables as the caller has set them. Its result, or the very
    exception that it raises, comes out as soon as it has ended. (What becomes of `fn` if the call is
    cancelled is left open.)
    """
    return asyncio.to_thread(fn, *args, **kwargs)  # type: ignore[return-value]
