"""Files are opened and never closed.

verdicts: passed failed passed
message: Too many open files
line: 13
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        files = []
        while True:
            files.append(open('/dev/null'))
    return 2 * number
