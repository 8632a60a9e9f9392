"""Sets the collaborator's value to what it should be.

exercise: ch27/ex01
"""

def cheat(account, store):
    store.value = 100
    store.lost = 0
