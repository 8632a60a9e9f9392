"""What is printed can't be encoded.

verdicts: passed failed passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        print('\udcff \x00 \x1b[31m')
        raise ValueError('\udcff')
    return 2 * number
