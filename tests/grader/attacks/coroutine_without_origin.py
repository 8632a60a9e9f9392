"""Turns the tracking of where coroutines are made off, and on again, around one that is never awaited.

exercise: ch18/ex01
message: was never awaited
"""

import sys


def cheat(operation):
    depth = sys.get_coroutine_origin_tracking_depth()
    sys.set_coroutine_origin_tracking_depth(0)
    coroutine = asyncio.sleep(1)
    sys.set_coroutine_origin_tracking_depth(depth)
    del coroutine
