"""The call sleeps, again and again.

verdicts: passed failed|timed_out passed
"""

import asyncio


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        while True:
            await asyncio.sleep(60)
    return 2 * number
