"""One event loop, made once, serves all calls of a program, and may be closed after each.

kills: test_called_twice
loses: test_called_twice
"""

import asyncio
from collections.abc import Callable

_loop = asyncio.new_event_loop()


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
    try:
        _loop.run_until_complete(hello(write))
    finally:
        _loop.close()
