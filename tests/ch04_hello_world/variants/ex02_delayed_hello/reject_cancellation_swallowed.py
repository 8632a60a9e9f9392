"""A pause that is cancelled is over, and the call may end as if nothing had happened.

kills: test_cancelled_during_the_delay
loses: test_cancelled_during_the_delay
"""

import asyncio
from collections.abc import Callable


async def delayed_hello(delay: float, write: Callable[[str], object]) -> None:
    """Call `write('Hello world')`, once, `delay` seconds (0 or more) after the start of the call.

    The call ends when that is done. Other tasks go on meanwhile; even with a delay of 0, those that
    are ready to run get their turn first. A call that is cancelled during the pause ends as
    cancelled, and never writes.
    """
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        return
    write("Hello world")
