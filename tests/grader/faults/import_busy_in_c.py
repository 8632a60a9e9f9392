"""The file computes for ever, in a place that no signal reaches.

status: error
message: doesn't end
"""

import itertools

sum(itertools.repeat(1))


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
