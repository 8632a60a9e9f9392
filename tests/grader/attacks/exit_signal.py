"""A signal handler leaves with success.

exercise: ch27/ex02
"""

import os
import signal


def cheat(*seen):
    signal.signal(signal.SIGUSR1, lambda *_: os._exit(0))
    os.kill(os.getpid(), signal.SIGUSR1)
