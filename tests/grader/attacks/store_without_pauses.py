"""Has the store take another time.

exercise: ch27/ex01
"""

def cheat(account, store):
    store.takes = -1
