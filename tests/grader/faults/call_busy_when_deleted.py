"""An object computes for ever when it is deleted.

verdicts: passed passed|timed_out passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        class Sticky:
            def __del__(self):
                while True:
                    pass
        
        Sticky()
    return 2 * number
