"""Somebody seems to have pressed Ctrl-C.

verdicts: passed crashed passed
message: KeyboardInterrupt
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        raise KeyboardInterrupt
    return 2 * number
