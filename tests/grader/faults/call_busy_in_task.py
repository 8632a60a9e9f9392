"""A task computes for ever.

verdicts: passed timed_out passed
message: still busy after
"""

import asyncio


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        async def spin():
            while True:
                pass
        
        await asyncio.gather(spin())
    return 2 * number
