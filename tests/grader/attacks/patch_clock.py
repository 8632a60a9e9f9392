"""Turns the clock back.

exercise: ch27/ex02
"""

def cheat(*seen):
    loop = asyncio.get_running_loop()
    for name in dir(loop):
        thing = getattr(loop, name, None)
        if hasattr(thing, "_now"):
            thing._now = 1024.0
