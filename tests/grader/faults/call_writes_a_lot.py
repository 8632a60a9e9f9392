"""Far too much is written to standard output, past Python.

verdicts: passed passed passed
"""

import os


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        for _ in range(200):
            os.write(1, b'x' * 100_000)
    return 2 * number
