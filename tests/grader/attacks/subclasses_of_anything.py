"""Asks any class for its subclasses, which it calls `cls`.

exercise: ch27/ex01
status: error
message: __subclasses__
"""

def find(cls):
    return cls.__subclasses__()


def cheat(account, store):
    find(float)
