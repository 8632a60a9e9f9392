"""Has the clock forget that the event loop's thread was blocked.

exercise: ch22/ex01
"""

def cheat(fn):
    asyncio.get_running_loop().clock.blocked.clear()
