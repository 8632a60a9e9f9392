"""Stops the loop that runs the test.

exercise: ch27/ex02
"""

def cheat(*seen):
    asyncio.get_running_loop().stop()
