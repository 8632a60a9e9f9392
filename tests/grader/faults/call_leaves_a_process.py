"""A program is started and forgotten.

verdicts: passed any passed
line: 13
"""

import subprocess


async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        subprocess.Popen(['sleep', '1000'])
    return 2 * number
