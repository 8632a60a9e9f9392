"""Standard output is closed.

verdicts: passed failed passed
"""

import sys


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        sys.stdout.close()
        print('gone')
    return 2 * number
