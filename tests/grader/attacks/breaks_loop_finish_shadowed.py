"""Hides the loop's own functions.

exercise: ch27/ex02
status: needs_a_look
message: has changed VirtualTimeLoop
"""

def cheat(*seen):
    loop = asyncio.get_running_loop()
    loop.finish = loop.close = loop.idle = None
