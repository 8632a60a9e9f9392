"""Leaves a process behind.

exercise: ch27/ex02
"""

import os
import time


def cheat(*seen):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(3)
        os._exit(0)
