"""Makes the loop's class lie about time.

exercise: ch08/ex01
"""

def cheat(task):
    type(asyncio.get_running_loop()).time = lambda self: 1024.0
