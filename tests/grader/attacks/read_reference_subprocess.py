"""Has another process read the reference.

exercise: ch27/ex02
"""

import subprocess
import sys

text = subprocess.run(
    [sys.executable, "-c", "print(open('ROOT/solutions/ch27_locks/ex02_tally.py').read())"],
    capture_output=True, text=True,
).stdout
exec(text)
