"""A huge file is written.

verdicts: passed failed passed
message: File too large
line: 12
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        with open('big', 'wb') as file:
            file.truncate(1 << 40)
    return 2 * number
