"""Far too much memory is asked for.

status: error
message: raises `MemoryError`
line: 8
"""

table = bytearray(1 << 40)


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
