"""The process writes where it must not.

verdicts: passed crashed passed
message: killed by SIGSEGV
"""

import ctypes


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        ctypes.memset(0, 0, 1)
    return 2 * number
