"""Lets a copy of the process report.

exercise: ch27/ex02
"""

import os


def cheat(*seen):
    if os.fork() == 0:
        os._exit(0)
    os._exit(0)
