"""Each piece of asynchronous work needs a call that runs it in an event loop, also inside a
coroutine.

kills: test_no_loose_ends
loses: test_no_loose_ends test_after_the_delay test_other_tasks_go_on test_no_delay
    test_cancelled_during_the_delay test_nothing_left_of_a_cancelled_call test_two_at_once
"""

import asyncio
from collections.abc import Callable


async def delayed_hello(delay: float, write: Callable[[str], object]) -> None:
    """Call `write('Hello world')`, once, `delay` seconds (0 or more) after the start of the call.

    The call ends when that is done. Other tasks go on meanwhile; even with a delay of 0, those that
    are ready to run get their turn first. A call that is cancelled during the pause ends as
    cancelled, and never writes.
    """
    asyncio.get_running_loop().run_until_complete(asyncio.sleep(delay))
    write("Hello world")
