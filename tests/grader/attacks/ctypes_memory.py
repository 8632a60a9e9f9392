"""Writes to memory.

exercise: ch27/ex02
"""

import ctypes

ctypes.CDLL(None)
