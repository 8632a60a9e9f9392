"""`asyncio.run` takes the function, as threads do: it's the one that calls it.

kills: test_the_result test_an_error
loses: test_the_result test_an_error test_a_loop_for_each_call test_tasks_left_behind
    test_two_tasks_left_behind test_tasks_left_by_an_error
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
    return asyncio.run(main)
