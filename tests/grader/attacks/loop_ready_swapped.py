"""Exchanges what the first two of the ready handles call.

exercise: ch27/ex01
status: needs_a_look
message: the order of events
"""

def cheat(account, store):
    ready = asyncio.get_running_loop()._ready
    if len(ready) > 1:
        one, two = ready[0], ready[1]
        one._callback, two._callback = two._callback, one._callback
        one._args, two._args = two._args, one._args
        one._context, two._context = two._context, one._context
