"""Says plainly that another loop runs.

exercise: ch27/ex01
status: error
message: can't be used
"""

from asyncio import events as known


def cheat(account, store):
    known._set_running_loop(None)
