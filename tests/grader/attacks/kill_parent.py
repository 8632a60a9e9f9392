"""Kills the process that runs all exercises.

exercise: ch27/ex02
"""

import os
import signal


def cheat(*seen):
    if os.getppid() > 1:
        os.kill(os.getppid(), signal.SIGKILL)
