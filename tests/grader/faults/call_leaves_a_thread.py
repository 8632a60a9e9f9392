"""A thread goes on for ever.

verdicts: passed failed passed
"""

import threading


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        threading.Thread(target=threading.Event().wait).start()
    return 2 * number
