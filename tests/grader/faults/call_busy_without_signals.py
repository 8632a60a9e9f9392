"""The call computes for ever, and has switched the signal off.

verdicts: passed timed_out passed
message: still busy after
"""

import signal


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_PROF, 0)
        while True:
            pass
    return 2 * number
