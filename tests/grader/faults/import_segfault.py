"""The process writes where it must not, while the file is loaded.

status: error
message: killed by SIGSEGV
"""

import ctypes

ctypes.memset(0, 0, 1)


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
