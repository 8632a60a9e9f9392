"""The pause is a task of its own, and awaited."""

import asyncio
from collections.abc import Callable


async def delayed_hello(delay: float, write: Callable[[str], object]) -> None:
    """Call `write('Hello world')`, once, `delay` seconds (0 or more) after the start of the call.

    The call ends when that is done. Other tasks go on meanwhile; even with a delay of 0, those that
    are ready to run get their turn first. A call that is cancelled during the pause ends as
    cancelled, and never writes.
    """
    await asyncio.create_task(asyncio.sleep(delay))
    write("Hello world")
