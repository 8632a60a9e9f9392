"""The file computes for ever.

status: error
message: still busy after
"""

while True:
    pass


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
