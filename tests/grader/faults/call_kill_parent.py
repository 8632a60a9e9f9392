"""The process kills the one it comes from.

verdicts: passed crashed|timed_out not_reached|passed
message: ended the process that runs all exercises|still busy|exit status 1
"""

import os
import pathlib
import signal

# Not just any parent: an orphan's is a process that has nothing to do with us.
PARENT = os.getppid()
IS_OURS = "grader.workers" in pathlib.Path(f"/proc/{PARENT}/cmdline").read_text()


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        if IS_OURS:
            os.kill(PARENT, signal.SIGKILL)
        while True:
            pass
    return 2 * number
