"""The process is ended by a call.

verdicts: passed crashed passed
message: exit status 0
"""

import os


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        os._exit(0)
    return 2 * number
