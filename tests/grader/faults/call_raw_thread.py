"""A thread that the `threading` module doesn't know goes on for ever.

verdicts: passed any passed
"""

import _thread
import threading


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        event = threading.Event()
        _thread.start_new_thread(event.wait, ())
    return 2 * number
