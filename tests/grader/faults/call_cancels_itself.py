"""The call cancels the task it runs in.

verdicts: passed failed passed
"""

import asyncio


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        asyncio.current_task().cancel()
        await asyncio.sleep(0)
    return 2 * number
