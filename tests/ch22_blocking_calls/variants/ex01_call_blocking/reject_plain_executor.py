"""`run_in_executor` is another way of writing `to_thread`: keyword arguments aside.

kills: test_context_variables
loses: test_context_variables
"""

import asyncio
import functools
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
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, functools.partial(fn, *args, **kwargs))
