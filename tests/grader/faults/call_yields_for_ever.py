"""The call lets others run, for ever.

verdicts: passed failed|timed_out passed
"""

import asyncio


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        while True:
            await asyncio.sleep(0)
    return 2 * number
