"""The process stops the one it comes from.

verdicts: passed crashed not_reached
message: ended the process that runs all exercises
limits: short
"""

import os
import signal


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        os.kill(os.getppid(), signal.SIGSTOP)
        os._exit(1)
    return 2 * number
