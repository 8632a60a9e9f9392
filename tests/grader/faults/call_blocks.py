"""The call waits for something that never comes.

verdicts: passed timed_out passed
message: had not returned
limits: short
line: 16
"""

import os


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        reader, writer = os.pipe()
        os.read(reader, 1)
    return 2 * number
