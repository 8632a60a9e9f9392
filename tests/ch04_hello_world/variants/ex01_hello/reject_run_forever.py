"""An exception of a task comes out of the loop that runs it.

kills: test_a_write_that_fails
loses: test_a_write_that_fails test_closed_after_a_failure
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
    task = loop.create_task(hello(write))
    task.add_done_callback(lambda task: loop.stop())
    try:
        loop.run_forever()
    finally:
        loop.close()
