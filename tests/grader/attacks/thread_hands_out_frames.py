"""Has a thread of the library ask for a frame.

exercise: ch27/ex02
"""

import concurrent.futures
import sys


def cheat(*seen):
    ask = getattr(sys, "_".join(("", "getframe")))
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        frame = pool.submit(ask, 0).result()
    frames = [frame]
