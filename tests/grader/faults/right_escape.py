"""A string has an invalid escape.

verdicts: passed passed passed
"""

PATTERN = "\d"


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
