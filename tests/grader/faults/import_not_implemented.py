"""A TODO stands at the top level.

status: error
message: raises `NotImplementedError`
line: 8
"""

raise NotImplementedError


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
