"""Takes away what others want to be told of a task's end.

exercise: ch08/ex01
"""

def cheat(task):
    for other in asyncio.all_tasks():
        for callback, _ in other._callbacks or ():
            other.remove_done_callback(callback)
