"""Another exercise is imported, by a relative import.

status: error
message: one file on its own
line: 8
"""

from . import ex02_triple


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
