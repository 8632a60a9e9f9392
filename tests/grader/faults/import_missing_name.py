"""A name is imported that the module doesn't have.

status: error
message: cannot import name 'Tasks'
line: 8
"""

from asyncio import Tasks


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
