"""Says that another task is the current one.

exercise: ch08/ex01
status: graded
"""

def cheat(task):
    loop = asyncio.get_running_loop()
    asyncio.tasks._leave_task(loop, asyncio.current_task())
    asyncio.tasks._enter_task(loop, task)
