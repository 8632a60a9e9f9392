"""Reads a function's cells by a class pattern, which names no attribute with a dot.

exercise: ch30/ex01
status: error
message: `__closure__` leads into other code
"""

def cheat(func):
    match func:
        case object(__closure__=cells):
            return cells
