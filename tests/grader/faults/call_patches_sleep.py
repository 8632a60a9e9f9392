"""A function of asyncio is replaced.

verdicts: passed any passed|failed|internal_error
"""

import asyncio


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        async def sleep(*args):
            raise RuntimeError('patched')
        
        asyncio.sleep = sleep
    return 2 * number
