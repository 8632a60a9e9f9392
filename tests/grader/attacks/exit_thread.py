"""A thread leaves with success.

exercise: ch27/ex02
"""

import os
import threading


def cheat(*seen):
    threading.Thread(target=os._exit, args=(0,)).start()
