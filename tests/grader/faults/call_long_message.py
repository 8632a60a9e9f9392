"""An exception has a message of 50 MB.

verdicts: passed failed|timed_out passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        raise ValueError('x' * 50_000_000)
    return 2 * number
