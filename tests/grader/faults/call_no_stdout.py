"""Standard output is thrown away.

verdicts: passed passed passed
"""

import sys


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        sys.stdout = sys.stderr = None
    return 2 * number
