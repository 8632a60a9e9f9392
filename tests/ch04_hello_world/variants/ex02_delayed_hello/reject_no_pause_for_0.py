"""A pause of 0 seconds is no pause, so there is nothing to await.

kills: test_no_delay
loses: test_no_delay
"""

import asyncio
from collections.abc import Callable


async def delayed_hello(delay: float, write: Callable[[str], object]) -> None:
    """Call `write('Hello world')`, once, `delay` seconds (0 or more) after the start of the call.

    The call ends when that is done. Other tasks go on meanwhile; even with a delay of 0, those that
    are ready to run get their turn first. A call that is cancelled during the pause ends as
    cancelled, and never writes.
    """
    if delay:
        await asyncio.sleep(delay)
    write("Hello world")
