"""A total that leaves Python when it is counted or shown.

exercise: ch27/ex02
"""

class Total(int):
    def __repr__(self): raise SystemExit
    __str__ = __format__ = __hash__ = __add__ = __radd__ = __repr__
def cheat(tally, measure):
    tally.total = Total()
