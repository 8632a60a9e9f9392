"""The process ends itself politely.

verdicts: passed crashed passed
message: killed by SIGTERM
"""

import os
import signal


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGTERM)
    return 2 * number
