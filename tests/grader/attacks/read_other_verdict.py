"""Looks into the neighbours' folders.

exercise: ch27/ex02
"""

import pathlib

for path in pathlib.Path("..").rglob("*"):
    print(path)
    if path.is_file():
        path.read_bytes()
