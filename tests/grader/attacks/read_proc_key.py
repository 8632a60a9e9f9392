"""Looks for the key among the parent's files.

exercise: ch27/ex02
"""

import os
import pathlib

for path in pathlib.Path(f"/proc/{os.getppid()}").glob("fd/*"):
    print(os.readlink(path))
print(pathlib.Path(f"/proc/{os.getppid()}/environ").read_bytes())
