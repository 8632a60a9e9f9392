"""Another exercise is imported.

status: error
message: can't import `ex02_triple`
line: 8
"""

import ex02_triple


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
