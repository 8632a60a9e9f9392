"""The process kills the one it comes from.

verdicts: passed crashed not_reached
message: ended the process that runs all exercises
"""

import os
import signal


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        os.kill(os.getppid(), signal.SIGKILL)
        while True:
            pass
    return 2 * number
