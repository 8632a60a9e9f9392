"""The process aborts.

verdicts: passed crashed passed
message: killed by SIGABRT
"""

import os


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        os.abort()
    return 2 * number
