"""A thread computes for ever, and is waited for.

verdicts: passed timed_out passed
message: still busy after
"""

import asyncio


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        def spin():
            while True:
                pass
        
        await asyncio.to_thread(spin)
    return 2 * number
