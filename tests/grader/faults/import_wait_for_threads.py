"""A thread that never ends is waited for.

status: error
message: while it is being loaded|doesn't end
limits: short
"""

import threading

thread = threading.Thread(target=threading.Event().wait)
thread.start()
thread.join()


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
