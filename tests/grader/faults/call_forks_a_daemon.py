"""The process is copied, and the copy never ends.

verdicts: passed any passed
"""

import os
import time


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(1e6)
            os._exit(0)
    return 2 * number
