"""The name is there, and then not any more.

status: error
message: defines no `double`
"""



async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number


del double
