"""Starts threads until no more can be had.

exercise: ch27/ex02
"""

import threading
def cheat(*seen):
    try:
        while True:
            threading.Thread(target=threading.Event().wait, daemon=True).start()
    except RuntimeError:
        pass
