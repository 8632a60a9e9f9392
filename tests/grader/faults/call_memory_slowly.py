"""More and more memory is asked for.

verdicts: passed failed|timed_out passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        table = []
        while True:
            table.append(bytearray(64 << 20))
    return 2 * number
