"""Exchanges what the store keeps its state in.

exercise: ch27/ex01
message: isn't yours to change
"""

class Right:
    value = property(lambda self: 122, lambda self, new: None)
    lost = reads = writes = 0
    overwritten = ()
    undoing = ()
    seen = {}

def cheat(account, store):
    store._state = lambda news: Right()
