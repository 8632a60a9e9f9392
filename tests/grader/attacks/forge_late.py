"""Reports later, from a thread.

exercise: ch27/ex02
"""

import os
import threading
import time


def late():
    for number in range(3, 64):
        try:
            os.write(number, b'{"kind": "end"}\n')
        except OSError:
            pass


def cheat(*seen):
    threading.Thread(target=late, daemon=True).start()
