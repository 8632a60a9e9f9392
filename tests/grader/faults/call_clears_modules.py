"""All modules are forgotten.

verdicts: passed internal_error passed
status: internal_error
"""

import sys


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        sys.modules.clear()
    return 2 * number
