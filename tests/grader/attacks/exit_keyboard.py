"""Interrupts everything.

exercise: ch27/ex02
"""

def cheat(*seen):
    raise KeyboardInterrupt
