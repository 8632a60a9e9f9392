"""A bracket is missing.

status: error
message: syntax error
line: 8
"""

async def double(number: int -> int:
    return 2 * number
