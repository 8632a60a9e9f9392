"""A statement stands where it can't.

status: error
message: 'return' outside function
line: 8
"""

return 3


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
