"""Gives the store another class, which has the right balance.

exercise: ch27/ex01
status: needs_a_look
message: another class
"""

def cheat(account, store):
    class Right(type(store)):
        value = 122
        lost = 0

    store.__class__ = Right
