"""The call computes for ever, and catches everything.

verdicts: passed timed_out passed
message: still busy after
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
    return 2 * number
