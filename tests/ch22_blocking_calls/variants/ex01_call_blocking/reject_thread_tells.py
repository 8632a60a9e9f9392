"""What a thread raises comes out where somebody waits for the thread.

kills: test_a_failure
loses: test_a_failure
"""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar


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
    context, values = contextvars.copy_context(), list[Any]()

    def work() -> None:
        values.append(context.run(fn, *args, **kwargs))

    thread = threading.Thread(target=work)
    thread.start()
    await asyncio.to_thread(thread.join)
    return values[0] if values else None  # type: ignore[no-any-return]
