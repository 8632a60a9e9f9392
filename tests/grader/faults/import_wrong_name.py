"""The function has another name.

status: error
message: defines no `double`; did you mean `duble`?
line: 8
"""

async def duble(number: int) -> int:
    return 2 * number
