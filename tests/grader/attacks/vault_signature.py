"""Asks for the signature of what keeps a store's state.

exercise: ch27/ex01
status: needs_a_look
message: it tried to see what is kept from it
"""

import inspect

def cheat(account, store):
    inspect.signature(store._state)
