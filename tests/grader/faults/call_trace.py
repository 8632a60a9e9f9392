"""A trace function raises.

verdicts: passed any any
"""

import sys


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        def trace(*args):
            raise RuntimeError('trace')
        
        sys.settrace(trace)
    return 2 * number
