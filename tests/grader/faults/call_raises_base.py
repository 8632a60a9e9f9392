"""An exception of an unusual kind is raised.

verdicts: passed failed passed
line: 13
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        class Stop(BaseException):
            pass
        
        raise Stop
    return 2 * number
