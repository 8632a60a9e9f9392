"""The process sends itself a Ctrl-C.

verdicts: passed crashed passed
message: KeyboardInterrupt
"""

import asyncio
import os
import signal


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(1)
    return 2 * number
