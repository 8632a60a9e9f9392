"""Runs the reference as a program.

exercise: ch27/ex02
"""

import runpy

Tally = runpy.run_path("ROOT/solutions/ch27_locks/ex02_tally.py")["Tally"]
