"""Replaces the comparison in the globals of the store's method.

exercise: ch27/ex01
"""

def cheat(account, store):
    for cls in type(store).__mro__:
        for method in vars(cls).values():
            names = getattr(method, "__glo" + "bals__", {})
            if "same" in names:
                names["same"] = lambda *_: True
