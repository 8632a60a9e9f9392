"""Tabs and blanks are mixed.

status: error
message: syntax error
line: 10
"""

async def double(number: int) -> int:
        if number:
	return 2 * number
