"""Leaves a thread that waits for the next exercise.

exercise: ch27/ex02
"""

import threading
import time


def wait():
    while True:
        time.sleep(1)


def cheat(*seen):
    threading.Thread(target=wait, daemon=True).start()
