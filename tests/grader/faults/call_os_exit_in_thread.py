"""The process is ended in a thread.

verdicts: passed crashed passed
message: exit status 5
"""

import asyncio
import os


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        await asyncio.to_thread(os._exit, 5)
    return 2 * number
