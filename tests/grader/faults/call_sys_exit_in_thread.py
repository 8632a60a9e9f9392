"""The program is left in a thread.

verdicts: passed failed passed
"""

import asyncio
import sys


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        await asyncio.to_thread(sys.exit, 0)
    return 2 * number
