"""A function calls itself for ever, while the file is loaded.

status: error
message: raises `RecursionError`
line: 9
"""

def depth(n):
    return depth(n + 1)


depth(0)


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
