"""Leaves the process with success in the call.

exercise: ch27/ex02
"""

import os


def cheat(*seen):
    os._exit(0)
