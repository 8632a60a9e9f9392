"""An exception can't be printed.

verdicts: passed failed passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        class Evil(Exception):
            def __str__(self):
                raise self
        
            __repr__ = __str__
        
        raise Evil
    return 2 * number
