"""Closes the standard descriptors, and then those that took their places.

exercise: ch27/ex02
status: graded
"""

import os
def cheat(tally, measure):
    os.close(2); os.close(1); os.close(0)
