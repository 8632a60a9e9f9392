"""The process is ended while the file is loaded.

status: error
message: while the file was being loaded, the process ended with exit status 0
"""

import os

os._exit(0)


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
