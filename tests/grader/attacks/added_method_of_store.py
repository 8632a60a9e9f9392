"""Gives a collaborator's class a method that it had from `object`, and that lies.

exercise: ch27/ex01
status: needs_a_look
message: __getattribute__` was replaced
"""

def lie(self, name):
    return 0 if name == "lost" else object.__getattribute__(self, name)


def cheat(account, store):
    type(store).__getattribute__ = lie
