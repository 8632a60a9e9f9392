"""An exception comes out of the file.

status: error
message: raises `KeyError` while it is being loaded
line: 9
"""

settings = {}
limit = settings['limit']


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
