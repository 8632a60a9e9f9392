"""Lowers the recursion limit until hardly anything runs.

exercise: ch27/ex02
status: graded|needs_a_look
"""

import sys
def cheat(*seen):
    for n in range(20, 900):
        try:
            sys.setrecursionlimit(n)
            break
        except RecursionError:
            pass
