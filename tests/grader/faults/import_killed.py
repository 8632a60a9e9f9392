"""The process kills itself while the file is loaded.

status: error
message: killed by SIGKILL
"""

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
