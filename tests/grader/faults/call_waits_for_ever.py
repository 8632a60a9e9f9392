"""The call waits for a future that nobody will ever set.

verdicts: passed failed passed
line: 13
"""

import asyncio


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        await asyncio.get_running_loop().create_future()
    return 2 * number
