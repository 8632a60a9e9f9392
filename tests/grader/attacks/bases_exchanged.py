"""Gives a collaborator's class another one to inherit from.

exercise: ch27/ex01
"""

class Liar:
    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


def cheat(account, store):
    for kind in type(store).__mro__[:-1]:
        try:
            kind.__bases__ = (Liar, *kind.__bases__)
        except TypeError:
            pass
