"""A module is imported that there isn't.

status: error
message: no module `numpyy`
line: 8
"""

import numpyy




async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
