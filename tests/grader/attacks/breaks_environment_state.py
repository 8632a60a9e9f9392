"""Fails in another way each time.

exercise: ch27/ex02
status: graded
message: number
"""

import os
def cheat(tally, measure):
    seen = int(os.environ.get("RUNS", "0"))
    os.environ["RUNS"] = str(seen + 1)
    raise ValueError(f"number {seen}")
