"""The program is left while the file is loaded.

status: error
message: leaves Python (`sys.exit`)
line: 10
"""

import sys

sys.exit(3)


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
