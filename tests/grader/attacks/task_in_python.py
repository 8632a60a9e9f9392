"""Leaves a task running that is of asyncio's other class, made without the loop, and that nobody knows.

exercise: ch18/ex01
message: still running
"""

async def value_or_default(operation, limit, default):
    task = asyncio.tasks._PyTask(operation(), loop=asyncio.get_running_loop())
    vars(asyncio.tasks)["".join(("_unregister", "_task"))](task)
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
