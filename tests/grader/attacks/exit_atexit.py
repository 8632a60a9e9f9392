"""Leaves with success when the process ends.

exercise: ch27/ex02
"""

import atexit
import os

atexit.register(os._exit, 0)
