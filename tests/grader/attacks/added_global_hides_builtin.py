"""A name in the module of the collaborators hides a built-in.

exercise: ch27/ex01
status: needs_a_look
message: max` was replaced
"""

import operator

names_of = operator.attrgetter("".join(("read.__glo", "bals__")))


def cheat(account, store):
    names_of(store)["max"] = lambda *_: 0
