"""The call takes a lock twice.

verdicts: passed failed|timed_out passed
limits: short
"""

import threading


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        lock = threading.Lock()
        lock.acquire()
        lock.acquire()
    return 2 * number
