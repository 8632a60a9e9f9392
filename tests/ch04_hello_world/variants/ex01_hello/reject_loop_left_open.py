"""An event loop is closed on its own when it has nothing left to run.

kills: test_the_loop_is_closed
loses: test_the_loop_is_closed test_closed_after_a_failure
"""

import asyncio
from collections.abc import Callable


async def hello(write: Callable[[str], object]) -> None:
    """Call `write('Hello world')`, once.

    Calling `hello` only makes a coroutine; nothing is written before that is run.
    """
    write("Hello world")


def main(write: Callable[[str], object]) -> None:
    """Run `hello(write)` as an asyncio program: to its end, in an event loop, and then return.

    This is a plain function, for callers that have no event loop and know nothing of asyncio. They
    may call it as often as they like; each call closes the event loop that it has made, also if
    `write` raises an exception, which reaches the caller as it is. Nothing is written when this
    file is imported.
    """
    loop = asyncio.new_event_loop()
    loop.run_until_complete(hello(write))
