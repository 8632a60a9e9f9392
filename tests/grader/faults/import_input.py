"""The file asks for input.

status: error
message: asks for input
line: 8
"""

name = input()


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
