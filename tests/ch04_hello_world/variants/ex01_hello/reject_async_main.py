"""The function that starts an asyncio program is itself an `async def`.

kills: test_the_greeting test_no_coroutine_forgotten
loses: test_no_coroutine_forgotten test_the_greeting test_called_twice test_in_an_event_loop
    test_the_loop_is_closed test_a_write_that_fails test_closed_after_a_failure test_the_import
"""

import asyncio
from collections.abc import Callable


async def hello(write: Callable[[str], object]) -> None:
    """Call `write('Hello world')`, once.

    Calling `hello` only makes a coroutine; nothing is written before that is run.
    """
    write("Hello world")


async def main(write: Callable[[str], object]) -> None:
    """Run `hello(write)` as an asyncio program: to its end, in an event loop, and then return.

    This is a plain function, for callers that have no event loop and know nothing of asyncio. They
    may call it as often as they like; each call closes the event loop that it has made, also if
    `write` raises an exception, which reaches the caller as it is. Nothing is written when this
    file is imported.
    """
    await hello(write)
