"""A task that was shielded from a cancellation needs nobody who ends it.

kills: test_nothing_left_of_a_cancelled_call
loses: test_nothing_left_of_a_cancelled_call
"""

import asyncio
from collections.abc import Callable


async def delayed_hello(delay: float, write: Callable[[str], object]) -> None:
    """Call `write('Hello world')`, once, `delay` seconds (0 or more) after the start of the call.

    The call ends when that is done. Other tasks go on meanwhile; even with a delay of 0, those that
    are ready to run get their turn first. A call that is cancelled during the pause ends as
    cancelled, and never writes.
    """
    pause = asyncio.create_task(asyncio.sleep(delay))
    await asyncio.shield(pause)
    write("Hello world")
