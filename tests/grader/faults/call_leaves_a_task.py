"""A task goes on for ever.

verdicts: passed failed passed
line: 13
"""

import asyncio


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        asyncio.create_task(asyncio.Event().wait())
    return 2 * number
