"""Something is left to be done at exit.

verdicts: passed passed passed
"""

import atexit
import os


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        atexit.register(os._exit, 9)
    return 2 * number
