"""A program is started in a session of its own.

verdicts: passed any passed
"""

import subprocess


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        subprocess.run('sleep 1000 & ', shell=True, start_new_session=True)
    return 2 * number
