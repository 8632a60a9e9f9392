"""The file computes for ever, and catches everything.

status: error
message: doesn't end
"""

while True:
    try:
        while True:
            pass
    except BaseException:
        pass


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
