"""Says that no loop runs, by a name that comes with a star.

exercise: ch27/ex01
status: error
message: can't be used
"""

from asyncio.events import *


def cheat(account, store):
    _set_running_loop(None)
