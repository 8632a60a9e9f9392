"""A thread made by hand puts its outcome into a future of the loop's."""

import asyncio
import contextvars
import threading
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
    loop, context = asyncio.get_running_loop(), contextvars.copy_context()
    outcome: asyncio.Future[T] = loop.create_future()

    def work() -> None:
        try:
            value = context.run(fn, *args, **kwargs)
        except BaseException as error:
            loop.call_soon_threadsafe(outcome.set_exception, error)
        else:
            loop.call_soon_threadsafe(outcome.set_result, value)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        return await outcome
    finally:
        thread.join()  # it has nothing left to do
