"""Makes the store forget which writes were lost.

exercise: ch27/ex01
"""

def cheat(account, store):
    state = store._state(None)
    state.overwritten.clear()
    for name in dir(store):
        value = getattr(store, name)
        if isinstance(value, set):
            value.clear()
