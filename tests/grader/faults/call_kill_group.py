"""The process kills its whole group.

verdicts: passed crashed passed
message: killed by SIGKILL
"""

import os
import signal


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        os.kill(0, signal.SIGKILL)
    return 2 * number
