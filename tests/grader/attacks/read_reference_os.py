"""Reads the reference by descriptor.

exercise: ch27/ex02
"""

import os

descriptor = os.open("ROOT/solutions/ch27_locks/ex02_tally.py", os.O_RDONLY)
exec(os.read(descriptor, 9999))
