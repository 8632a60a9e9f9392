"""When `gather` has raised a CancelledError, all that it waits for has ended.

kills: test_two_tasks_left_behind
loses: test_two_tasks_left_behind
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_main(main: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
    """Run the coroutine function `main`, called with `args`, as a program; return its result.

    Plain code calls this plain function, and waits here until the program has ended. An exception
    of `main` comes out.

    Each call has an event loop of its own. When `main` ends, also by an exception, the tasks that
    are unfinished are cancelled, and the call waits until they have ended, too. Then it closes the
    loop.

    In a thread in which an event loop is running already, `main` doesn't begin: RuntimeError comes
    out. (Whether a coroutine is made for nothing then is left open.)
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(main(*args))
    finally:
        if left := asyncio.all_tasks(loop):
            for task in left:
                task.cancel()
            try:
                loop.run_until_complete(asyncio.gather(*left))
            except asyncio.CancelledError:
                pass
        loop.close()
