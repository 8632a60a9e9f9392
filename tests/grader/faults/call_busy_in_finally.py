"""The clean-up computes for ever.

verdicts: passed timed_out passed
message: still busy after
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        try:
            return 4
        finally:
            while True:
                pass
    return 2 * number
