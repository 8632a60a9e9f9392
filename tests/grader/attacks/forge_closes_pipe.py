"""Closes every descriptor.

exercise: ch27/ex02
"""

import os


def cheat(*seen):
    os.closerange(3, 256)
