"""The recursion limit is set far too low.

verdicts: passed any passed
"""

import sys


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        sys.setrecursionlimit(60)
    return 2 * number
