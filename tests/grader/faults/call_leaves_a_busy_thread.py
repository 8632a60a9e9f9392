"""A thread computes for ever.

verdicts: passed failed|timed_out passed
"""

import threading


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        def spin():
            while True:
                pass
        
        threading.Thread(target=spin, daemon=True).start()
    return 2 * number
