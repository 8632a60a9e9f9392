"""The program is left by a call.

verdicts: passed failed passed
line: 13
"""

import sys


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        sys.exit(0)
    return 2 * number
