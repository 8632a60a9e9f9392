"""The call waits for ever, and has switched the signal off.

verdicts: passed internal_error not_reached
status: internal_error
message: hardly anything was computed
limits: short
"""

import os
import signal


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        reader, writer = os.pipe()
        os.read(reader, 1)
    return 2 * number
