"""Cancels all tasks but its own.

exercise: ch27/ex02
"""

def cheat(*seen):
    for task in asyncio.all_tasks():
        task.cancel()
