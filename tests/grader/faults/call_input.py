"""The call asks for input.

verdicts: passed failed passed
message: EOFError
line: 11
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        input()
    return 2 * number
