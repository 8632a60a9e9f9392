"""The call computes for ever, in a place that no signal reaches.

verdicts: passed timed_out passed
message: still busy after
"""

import itertools


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        sum(itertools.repeat(1))
    return 2 * number
