"""Breaks the collector's module.

exercise: ch27/ex02
status: needs_a_look
message: `gc.collect` was replaced
"""

import gc
for one in {gc: 0}:
    one.collect = None
