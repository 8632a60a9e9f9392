"""It begins with a byte order mark.

verdicts: passed passed passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
