"""Replaces a constant of the toolkit's.

exercise: ch27/ex01
status: needs_a_look
message: _STORE` was replaced
"""

def cheat(account, store):
    names = getattr(type(store).read, "".join(("__glo", "bals__")))
    names["_STORE"] = frozenset(range(10))
