"""The recursion limit is set as low as it can be where the code is just then.

verdicts: passed any passed
"""

import sys


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        for limit in range(20, 900):
            try:
                sys.setrecursionlimit(limit)
                break
            except RecursionError:
                pass
    return 2 * number
