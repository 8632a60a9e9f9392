"""Far too much is printed.

verdicts: passed passed passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        for _ in range(20_000):
            print('x' * 100)
    return 2 * number
