"""Far too much memory is asked for.

verdicts: passed failed passed
message: MemoryError
line: 11
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        bytearray(1 << 40)
    return 2 * number
