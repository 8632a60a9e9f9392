"""The call really sleeps, for a year.

verdicts: passed failed passed
line: 13
"""

import time


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        time.sleep(365 * 86400)
    return 2 * number
