"""An exception is the last of 3,000.

verdicts: passed failed passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        error = None
        for _ in range(3000):
            try:
                raise ValueError from error
            except ValueError as latest:
                error = latest
        raise error
    return 2 * number
