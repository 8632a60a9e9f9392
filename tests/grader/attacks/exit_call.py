"""Leaves with success in the call.

exercise: ch27/ex02
"""

import sys


def cheat(*seen):
    sys.exit(0)
