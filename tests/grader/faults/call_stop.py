"""The process stops itself.

verdicts: passed crashed passed
message: killed by SIGKILL
"""

import os
import signal


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGSTOP)
    return 2 * number
