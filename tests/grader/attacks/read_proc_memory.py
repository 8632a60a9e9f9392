"""Reads the parent's memory.

exercise: ch27/ex02
"""

import os

with open(f"/proc/{os.getppid()}/mem", "rb") as file:
    file.seek(0)
