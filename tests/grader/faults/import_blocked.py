"""The file waits for something that never comes.

status: error
message: doesn't end
limits: short
"""

import os

reader, writer = os.pipe()
os.read(reader, 1)


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
