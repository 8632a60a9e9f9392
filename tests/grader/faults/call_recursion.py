"""A function calls itself for ever.

verdicts: passed failed passed
message: RecursionError
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        def depth(n):
            return depth(n + 1)
        
        depth(0)
    return 2 * number
