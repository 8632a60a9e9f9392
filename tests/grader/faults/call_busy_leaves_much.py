"""It makes coroutines that nobody awaits, more than can be cleared away in time.

verdicts: passed timed_out passed
message: still busy
"""


async def row() -> int:
    return 1


async def double(number: int) -> int:
    """Return twice `number`."""
    rows = []
    while number == 2:
        rows.append(row())
    return 2 * number
